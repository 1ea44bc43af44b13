package io.lotusflow.sealworker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.lotus.ByteSize;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

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

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern OBJECT = Pattern.compile("^\\{", Pattern.MULTILINE);
  private static final ByteSize GIB_32 = ByteSize.parse("32GiB");

  /** Manual: the benchmark's results, of its author's test machine. */
  private static final StageTimes MANUAL =
      new StageTimes(
          GIB_32,
          Duration.ofNanos(870_097_300_267L),
          Duration.ofNanos(19_675_090_466_708L),
          Duration.ofNanos(2_160_057_571_490L),
          Duration.ofNanos(44_283_547_951L),
          Duration.ofNanos(5_573_822_383_169L),
          false);

  /** The manual's, for large sectors: twice as long for twice the size. Of others it says none. */
  public static Optional<StageTimes> ofManual(ByteSize sector) {
    return sector.compareTo(GIB_32) < 0
        ? Optional.empty()
        : Optional.of(MANUAL.times(sector, sector.bytes() / GIB_32.bytes()));
  }

  /**
   * The means of what {@code lotus-bench sealing --json-out} has printed, log lines before it or
   * not. Empty where there is no such result, or one without a time for a stage.
   */
  public static Optional<StageTimes> measured(String printed) {
    Matcher begins = OBJECT.matcher(printed);
    while (begins.find()) {
      Optional<JsonNode> result = object(printed.substring(begins.start()));
      if (result.filter(json -> json.path("SealingResults").size() > 0).isPresent()) {
        return result.map(StageTimes::means).filter(StageTimes::complete);
      }
    }
    return Optional.empty();
  }

  private static Optional<JsonNode> object(String text) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JsonProcessingException logLine) {
      return Optional.empty();
    }
  }

  private static StageTimes means(JsonNode result) {
    JsonNode sectors = result.path("SealingResults");
    return new StageTimes(
        new ByteSize(Math.max(0, result.path("SectorSize").asLong())),
        mean(sectors, "AddPiece"),
        mean(sectors, "PreCommit1"),
        mean(sectors, "PreCommit2"),
        mean(sectors, "Commit1"),
        mean(sectors, "Commit2"),
        true);
  }

  private static Duration mean(JsonNode sectors, String stage) {
    double nanos =
        StreamSupport.stream(sectors.spliterator(), false)
            .mapToLong(sector -> sector.path(stage).asLong())
            .average()
            .orElse(0);
    return Duration.ofNanos(Math.round(nanos));
  }

  /** A benchmark can leave out the proof ({@code --skip-commit2}). */
  private boolean complete() {
    return !preCommit1.isZero() && !preCommit2.isZero() && !commit2.isZero();
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
