package io.lotusflow.benchmark;

import io.lotusflow.lotus.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one benchmark measured.
 *
 * @param sectors how many were sealed; the times are those of one
 * @param times without the stages that were skipped
 */
public record BenchmarkResult(ByteSize sectorSize, int sectors, Map<Stage, Duration> times) {

  /** What the manual measured on its test machine in 2020, with a GPU, in a sector of 32 GiB. */
  public static final BenchmarkResult MANUAL =
      new BenchmarkResult(ByteSize.parse("32GiB"), 1, manual());

  /** How long a sector waits for deals, as Lotus has it unless it is told otherwise. */
  public static final Duration WAIT_DEALS_DELAY = Duration.ofHours(6);

  public BenchmarkResult {
    times = new TreeMap<>(times);
  }

  /** In the manual's order. */
  @Override
  public Map<Stage, Duration> times() {
    return new TreeMap<>(times);
  }

  public Optional<Duration> time(Stage stage) {
    return Optional.ofNullable(times.get(stage));
  }

  /** The stages of sealing together; absent if one of them was skipped. */
  public Optional<Duration> sealing() {
    List<Stage> stages = Stage.Group.SEALING.stages();
    return times.keySet().containsAll(stages)
        ? Optional.of(stages.stream().map(times::get).reduce(Duration.ZERO, Duration::plus))
        : Optional.empty();
  }

  /**
   * What the manual puts into the miner's {@code [Dealmaking] ExpectedSealDuration}: sealing and
   * waiting for deals, and half of both again. Absent where {@link #sealing} is.
   */
  public Optional<Duration> expectedSealDuration(Duration waitDealsDelay) {
    return sealing().map(time -> time.plus(waitDealsDelay).multipliedBy(3).dividedBy(2));
  }

  private static Map<Stage, Duration> manual() {
    Map<Stage, Long> nanos =
        Map.ofEntries(
            Map.entry(Stage.ADD_PIECE, 870_097_300_267L),
            Map.entry(Stage.PRE_COMMIT_1, 19_675_090_466_708L),
            Map.entry(Stage.PRE_COMMIT_2, 2_160_057_571_490L),
            Map.entry(Stage.COMMIT_1, 44_283_547_951L),
            Map.entry(Stage.COMMIT_2, 5_573_822_383_169L),
            Map.entry(Stage.VERIFY, 28_487_520L),
            Map.entry(Stage.UNSEAL, 19_463_753_783_027L),
            Map.entry(Stage.CANDIDATES, 155_197L),
            Map.entry(Stage.WINNING_PROOF_HOT, 4_285_092_397L),
            Map.entry(Stage.WINNING_PROOF_COLD, 8_356_540_927L),
            Map.entry(Stage.VERIFY_WINNING_HOT, 20_039_908L),
            Map.entry(Stage.VERIFY_WINNING_COLD, 57_527_449L),
            Map.entry(Stage.WINDOW_PROOF_HOT, 973_861_248_741L),
            Map.entry(Stage.WINDOW_PROOF_COLD, 1_077_144_420_908L),
            Map.entry(Stage.VERIFY_WINDOW_HOT, 63_166_446L),
            Map.entry(Stage.VERIFY_WINDOW_COLD, 6_744_654_407L));
    Map<Stage, Duration> times = new TreeMap<>();
    nanos.forEach((stage, time) -> times.put(stage, Duration.ofNanos(time)));
    return times;
  }
}
