package io.lotusflow.sector;

import io.lotusflow.lotus.Dialect;
import io.lotusflow.lotus.LotusMiner;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeVersion;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.node.Pause;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Marks one sector for deals, or takes the mark away, once. What the sector was is on disk before;
 * that an attempt whose answer was lost did it is seen by one event more in the sector's log.
 */
final class SnapUp {
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(500);

  /** On the way from the mark to the new proof. */
  private static final Set<String> BEING_UPGRADED =
      Set.of(
          "Available",
          "SnapDealsWaitDeals",
          "SnapDealsAddPiece",
          "SnapDealsPacking",
          "UpdateReplica",
          "ProveReplicaUpdate",
          "FinalizeReplicaUpdate",
          "SubmitReplicaUpdate",
          "WaitMutable",
          "ReplicaUpdateWait",
          "SnapDealsAddPieceFailed",
          "SnapDealsDealsExpired",
          "SnapDealsRecoverDealIDs",
          "ReplicaUpdateFailed",
          "FinalizeReplicaUpdateFailed",
          "AbortUpgrade");

  private final MinerApi miner;
  private final Programs programs;
  private final Path evidence;
  private final String run;
  private final Runnable beat;

  /**
   * @param evidence the folder in which it is kept what sectors were before
   * @param run of this decision
   */
  SnapUp(MinerApi miner, Programs programs, Path evidence, String run, Runnable beat) {
    this.miner = miner;
    this.programs = programs;
    this.evidence = evidence;
    this.run = run;
    this.beat = beat;
  }

  Receipt make(SnapUpPlan plan) {
    SectorStatus now = sector(plan);
    Command command = command(plan);
    KeptStatus kept = new KeptStatus(evidence, plan.number(), run);
    Optional<SectorStatus> before = kept.read();
    if (before.isPresent() && events(plan, now) > events(plan, before.get())) {
      return Receipt.alreadySo("an attempt that was lost did it; it is " + now.state());
    }
    if (isSo(plan, now)) {
      return Receipt.alreadySo("sector %d is %s".formatted(plan.number(), shown(now)));
    }
    refuse(plan, now);
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo(
          "sector %d is %s".formatted(plan.number(), now.state()), command.toString());
    }
    kept.keep(now);
    SectorStatus after = act(plan, command, now);
    return Receipt.done(
            "sector %d: %s → %s; what it was is in %s"
                .formatted(plan.number(), now.state(), shown(after), kept.file()),
            command.toString())
        .undoneBy(undo(plan));
  }

  private SectorStatus sector(SnapUpPlan plan) {
    return miner
        .sector(plan.number())
        .orElseThrow(() -> SectorProblem.SECTOR_UNKNOWN.because(plan.number()));
  }

  private Command command(SnapUpPlan plan) {
    LotusMiner lotus = new LotusMiner(Path.of(plan.binary()), plan.miner(), plan.node(), Map.of());
    NodeVersion version = miner.version();
    Dialect dialect = new Dialect(version.number());
    if (plan.abort() && !dialect.upgradesInPlace()) {
      throw SectorProblem.LOTUS_LACKS_ABORT_UPGRADE.because(plan.number(), version.text());
    }
    return plan.abort()
        ? lotus.abortUpgrade(plan.number())
        : lotus.markForUpgrade(dialect, plan.number());
  }

  /** Older versions leave the state as it is and keep the mark beside it. */
  private boolean isSo(SnapUpPlan plan, SectorStatus sector) {
    if (plan.abort()) {
      return sector.state().equals("Proving");
    }
    return BEING_UPGRADED.contains(sector.state()) || miner.isToUpgrade(plan.number());
  }

  private String shown(SectorStatus sector) {
    return miner.isToUpgrade(sector.number())
        ? sector.state() + ", marked for upgrade"
        : sector.state();
  }

  /** How often it was done to this sector so far. */
  private static long events(SnapUpPlan plan, SectorStatus sector) {
    String event = plan.abort() ? "SectorAbortUpgrade" : "SectorMarkForUpdate";
    return sector.log().stream().filter(entry -> entry.kind().endsWith(event)).count();
  }

  private void refuse(SnapUpPlan plan, SectorStatus now) {
    boolean fits =
        plan.abort() ? BEING_UPGRADED.contains(now.state()) : now.state().equals("Proving");
    if (!fits) {
      throw SectorProblem.SECTOR_OTHER_STATE.because(
          plan.number(), now.state(), plan.abort() ? "Available" : "Proving");
    }
    if (miner.sectorsWithJobs().contains(plan.number())) {
      throw SectorProblem.SECTOR_HAS_JOB.because(plan.number());
    }
    if (plan.abort() && !plan.confirmed() && !now.state().equals("Available")) {
      throw SectorProblem.SECTOR_TAKES_DEALS.because(plan.number(), now.state());
    }
  }

  private SectorStatus act(SnapUpPlan plan, Command command, SectorStatus before) {
    try {
      programs.run(command, beat);
    } catch (CommandFailed failed) {
      // What counts is what the miner has of it: another attempt may have been faster.
      SectorStatus after = sector(plan);
      if (!isDone(plan, before, after)) {
        throw SectorProblem.SECTOR_NOT_MARKED.because(
            plan.number(),
            failed.output().map(said -> said.stderr().strip()).orElse(failed.getMessage()));
      }
      return after;
    }
    return seen(plan, before);
  }

  private SectorStatus seen(SnapUpPlan plan, SectorStatus before) {
    Instant until = Instant.now().plus(SEEN_WITHIN);
    SectorStatus after = sector(plan);
    while (!isDone(plan, before, after)) {
      if (Instant.now().isAfter(until)) {
        throw SectorProblem.SECTOR_NOT_MARKED.because(
            plan.number(), "no error, and it is " + after.state());
      }
      beat.run();
      Pause.of(POLL);
      after = sector(plan);
    }
    return after;
  }

  private boolean isDone(SnapUpPlan plan, SectorStatus before, SectorStatus after) {
    return events(plan, after) > events(plan, before) || isSo(plan, after);
  }

  private static String[] undo(SnapUpPlan plan) {
    return plan.abort()
        ? new String[0]
        : new String[] {"lotusflow sector snap-up --abort " + plan.number()};
  }
}
