package io.lotusflow.chain;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.node.NodeLease;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Skipped;
import io.lotusflow.run.Skips;
import io.lotusflow.run.Steps;
import io.lotusflow.window.SafeWindow;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Optional;

/** Ready beside the node, then switched in. */
public final class ChainResetWorkflowImpl implements ChainResetWorkflow {

  private static final int PENDING_ROUNDS = 3;

  private ChainResetPlan plan;
  private ChainActivities chain;
  private SnapshotActivities snapshots;

  @Override
  public ChainReset reset(ChainResetPlan given) {
    plan = given;
    chain = Steps.on(plan.scope().host(), ChainActivities.class);
    snapshots = Steps.on(plan.scope().host(), SnapshotActivities.class);
    Optional<Skipped> taken = NodeLease.hold(plan.ask(), () -> new Mending(plan.node()).mend());
    return taken.map(this::skipped).orElseGet(this::reset);
  }

  private ChainReset reset() {
    ChainGround ground = chain.preflight(plan);
    if (plan.needsApproval()) {
      Parking.awaitApproval(
          plan.inPlace() ? "Chain.ImportInPlace" : "Chain.SwitchIn",
          ChainProblem.CHAIN_GOES,
          plan.scope().node(),
          new ByteSize(ground.bytes()));
    }
    SnapshotSource source = snapshots.resolve(plan.snapshot());
    chain.makeRoom(plan, ground, source);
    SnapshotFile file = snapshots.fetch(plan.snapshot(), source);
    SwitchOver.Outcome outcome =
        plan.inPlace() ? new InPlace(plan).reset(file) : switched(ground, file);
    snapshots.discard(plan.snapshot(), file);
    String old = plan.inPlace() ? "" : chain.keepOld(plan.node(), ground).folder();
    WedgedSectors wedged = plan.node().findWedged();
    return report(outcome, old, wedged.sectors());
  }

  private SwitchOver.Outcome switched(ChainGround ground, SnapshotFile file) {
    SwitchOver.Outcome outcome;
    try {
      chain.importBeside(plan, ground, file);
      outcome = untilSwitched(ground);
    } catch (TemporalFailure ended) {
      Workflow.newDetachedCancellationScope(() -> chain.removeBeside(plan, ground)).run();
      throw ended;
    }
    chain.removeBeside(plan, ground);
    return outcome;
  }

  private SwitchOver.Outcome untilSwitched(ChainGround ground) {
    int pending = 0;
    for (int round = 1; ; round++) {
      int thisRound = round;
      chain.catchUp(plan, ground);
      SwitchOver.Outcome outcome =
          NodeLease.hold(plan.scope(), () -> insideTheWindow(ground, thisRound));
      if (outcome.head().isPresent()) {
        return outcome;
      }
      boolean unsent = outcome.undoneBecauseOf(ChainProblem.CHAIN_MESSAGES_PENDING);
      pending += unsent ? 1 : 0;
      // Served by the old chain again, and given back: only now may the run wait for a person.
      if (outcome.trouble().isPresent() && !(unsent && pending < PENDING_ROUNDS)) {
        Parking.untilResumed(
            "Chain.SwitchIn", ChainProblem.CHAIN_SWITCHED_BACK, outcome.trouble().get());
      }
    }
  }

  private SwitchOver.Outcome insideTheWindow(ChainGround ground, int round) {
    SafeWindow.awaitAll(plan.node().windows());
    boolean current = chain.endBeside(plan, ground).current();
    if (!current || !SafeWindow.areOpen(plan.node().windows())) {
      return SwitchOver.Outcome.notBegun();
    }
    return WithoutDeals.change(
        plan.node(),
        () ->
            new SwitchOver(plan.node())
                .run(
                    round,
                    () -> chain.switchIn(plan.node(), ground),
                    () -> chain.putBack(plan.node(), ground)));
  }

  private ChainReset report(SwitchOver.Outcome outcome, String old, List<Long> wedged) {
    String note =
        plan.scope().dryRun()
            ? ""
            : "no answer for %.1f s, head behind for %.1f s%s%s%s"
                .formatted(
                    outcome.outage().map(Outage::silentSeconds).orElse(0.0),
                    outcome.outage().map(Outage::staleSeconds).orElse(0.0),
                    outcome.outage().map(Outage::unseen).orElse(""),
                    old.isEmpty() ? "" : "; the old chain is kept in " + old,
                    wedged.isEmpty() ? "" : "; sectors that stand still: " + wedged);
    Receipt receipt = plan.scope().dryRun() ? Receipt.wouldDo(note) : Receipt.done(note);
    return new ChainReset(receipt, Optional.empty(), outcome.head(), outcome.outage(), old, wedged);
  }

  private ChainReset skipped(Skipped why) {
    Receipt receipt = Skips.say(why, plan.scope().language());
    return new ChainReset(
        receipt, Optional.of(why), Optional.empty(), Optional.empty(), "", List.of());
  }
}
