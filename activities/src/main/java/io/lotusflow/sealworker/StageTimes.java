package io.lotusflow.sealworker;

import io.lotusflow.benchmark.BenchmarkOutput;
import io.lotusflow.benchmark.BenchmarkResult;
import io.lotusflow.benchmark.Benchmarks;
import io.lotusflow.benchmark.Stage;
import io.lotusflow.benchmark.UnreadableBenchmark;
import io.lotusflow.lotus.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long each stage of one sector takes.
 *
 * @param sector of what size it is
 * @param measured false if these are the manual's times, and so another machine's
 */
public record StageTimes(
    ByteSize sector,
    Duration addPiece,
    Duration preCommit1,
    Duration preCommit2,
    Duration commit1,
    Duration commit2,
    boolean measured) {

  private static final ByteSize GIB_32 = ByteSize.parse("32GiB");

  /** The manual's, for large sectors: twice as long for twice the size. Of others it says none. */
  public static Optional<StageTimes> ofManual(ByteSize sector) {
    return sector.compareTo(GIB_32) < 0
        ? Optional.empty()
        : of(BenchmarkResult.MANUAL, false)
            .map(times -> times.times(sector, sector.bytes() / GIB_32.bytes()));
  }

  /**
   * The means of what {@code lotus-bench sealing --json-out} has printed, log lines before it or
   * not. Empty where there is no such result, or one without a time for a stage.
   */
  public static Optional<StageTimes> measured(String printed) {
    try {
      return of(BenchmarkOutput.in(printed).result(), true);
    } catch (UnreadableBenchmark noResult) {
      return Optional.empty();
    }
  }

  /** What this host has measured itself, or else the manual's. */
  public static Optional<StageTimes> usual(Benchmarks kept, String node, ByteSize sector) {
    return kept.newest(node, sector).flatMap(StageTimes::in).or(() -> ofManual(sector));
  }

  private static Optional<StageTimes> in(Path file) {
    try {
      return measured(Files.readString(file));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** A benchmark can leave out the proof ({@code --skip-commit2}). */
  private static Optional<StageTimes> of(BenchmarkResult result, boolean measured) {
    boolean complete =
        Stream.of(Stage.PRE_COMMIT_1, Stage.PRE_COMMIT_2, Stage.COMMIT_2)
            .allMatch(stage -> result.time(stage).isPresent());
    return complete
        ? Optional.of(
            new StageTimes(
                result.sectorSize(),
                result.time(Stage.ADD_PIECE).orElse(Duration.ZERO),
                result.time(Stage.PRE_COMMIT_1).orElseThrow(),
                result.time(Stage.PRE_COMMIT_2).orElseThrow(),
                result.time(Stage.COMMIT_1).orElse(Duration.ZERO),
                result.time(Stage.COMMIT_2).orElseThrow(),
                measured))
        : Optional.empty();
  }

  private StageTimes times(ByteSize size, long factor) {
    return new StageTimes(
        size,
        addPiece.multipliedBy(factor),
        preCommit1.multipliedBy(factor),
        preCommit2.multipliedBy(factor),
        commit1.multipliedBy(factor),
        commit2.multipliedBy(factor),
        measured);
  }
}
