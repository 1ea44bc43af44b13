package io.lotusflow.sector;

import io.lotusflow.job.JobProgress;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.run.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Over the miner's and the daemon's API. */
public final class SectorRecoveryActivitiesImpl implements SectorRecoveryActivities {

  private static final Duration POLL = Duration.ofMillis(50);

  private final Path evidence;
  private final Consumer<JobProgress> pulse;

  /**
   * @param evidence the folder in which it is kept what was seen before an act
   */
  public SectorRecoveryActivitiesImpl(Path evidence, Consumer<JobProgress> pulse) {
    this.evidence = evidence;
    this.pulse = pulse;
  }

  @Override
  public SectorFinding diagnose(RecoverPlan plan) {
    return WhileBeating.call(
        pulse,
        "looks at the sector",
        () -> patiently(() -> recovery(plan).diagnose(plan.number(), Instant.now())));
  }

  @Override
  public Receipt cure(RecoverPlan plan, SectorFinding finding) {
    return WhileBeating.call(
        pulse,
        "sets the sector going",
        () -> patiently(() -> recovery(plan).cure(finding, plan.logs(), Instant.now())));
  }

  /** The signs of life are given meanwhile by who waits for the body. */
  private static <T> T patiently(Supplier<T> body) {
    return new Patiently(beat -> {}, POLL).call(body);
  }

  private Recovery recovery(RecoverPlan plan) {
    return Recovery.of(plan.scope().node(), plan.miner(), plan.node(), evidence);
  }
}
