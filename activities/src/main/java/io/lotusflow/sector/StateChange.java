package io.lotusflow.sector;

import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeVersion;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.node.Pause;
import io.lotusflow.run.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Gives a sector another state, once, after all that the miner does not look at itself: the number,
 * the name, the version, a job. What the sector was is kept before.
 */
final class StateChange {
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(500);

  private final MinerApi miner;
  private final Path evidence;
  private final String run;
  private final Runnable beat;

  /**
   * @param evidence the folder in which it is kept what sectors were before
   * @param run of this decision
   */
  StateChange(MinerApi miner, Path evidence, String run, Runnable beat) {
    this.miner = miner;
    this.evidence = evidence;
    this.run = run;
    this.beat = beat;
  }

  Receipt make(SetStatePlan plan) {
    SectorStatus now =
        miner
            .sector(plan.number())
            .orElseThrow(() -> SectorProblem.SECTOR_UNKNOWN.because(plan.number()));
    KeptStatus kept = new KeptStatus(evidence, plan.number(), run);
    Optional<SectorStatus> before = kept.read();
    boolean busy = miner.sectorsWithJobs().contains(plan.number());
    if (before.isPresent() && (busy || !now.state().equals(before.get().state()))) {
      return Receipt.alreadySo("an attempt that was lost had set it; it is " + now.state());
    }
    refuse(plan, busy);
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("%s is to be %s".formatted(now.state(), plan.state()), command(plan));
    }
    kept.keep(now);
    miner.setState(plan.number(), plan.state());
    return Receipt.done(
        "sector %d: %s → %s, now %s; what it was is in %s"
            .formatted(plan.number(), now.state(), plan.state(), after(now, plan), kept.file()),
        command(plan));
  }

  private void refuse(SetStatePlan plan, boolean busy) {
    NodeVersion version = miner.version();
    String since = SectorStage.since(plan.state());
    if (!version.number().atLeast(since)) {
      throw SectorProblem.SECTOR_STATE_TOO_NEW.because(plan.state(), since, version.text());
    }
    if (busy) {
      throw SectorProblem.SECTOR_HAS_JOB.because(plan.number());
    }
    if (SectorStage.endsSector(plan.state()) && !plan.confirmed()) {
      throw SectorProblem.SECTOR_STATE_ENDS.because(plan.number(), plan.state());
    }
  }

  /** The miner takes it up when the sector's handler is free. */
  private String after(SectorStatus before, SetStatePlan plan) {
    Instant until = Instant.now().plus(SEEN_WITHIN);
    String state = state(plan);
    while (state.equals(before.state())
        && !state.equals(plan.state())
        && Instant.now().isBefore(until)) {
      beat.run();
      Pause.of(POLL);
      state = state(plan);
    }
    return state;
  }

  private String state(SetStatePlan plan) {
    return miner.sector(plan.number()).map(SectorStatus::state).orElse("Removed");
  }

  private static String command(SetStatePlan plan) {
    return "lotus-miner sectors update-state --really-do-it %d %s"
        .formatted(plan.number(), plan.state());
  }
}
