package io.lotusflow.sector;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.run.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Over the miner's and the daemon's API. */
public final class SectorRecoveryActivitiesImpl implements SectorRecoveryActivities {

  /** In blocks: ten minutes on mainnet. */
  private static final int STILL_AFTER = 20;

  private static final Duration STILL_AT_LEAST = Duration.ofSeconds(20);

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
    FullNode node = FullNode.at(plan.node());
    return new Recovery(
        MinerApi.at(plan.miner()),
        node,
        evidence,
        plan.scope().node().value(),
        stillAfter(node.version().blockDelay()));
  }

  /** How long nobody may work on a sector before it stands still. */
  static Duration stillAfter(Duration block) {
    Duration blocks = block.multipliedBy(STILL_AFTER);
    return blocks.compareTo(STILL_AT_LEAST) > 0 ? blocks : STILL_AT_LEAST;
  }
}
