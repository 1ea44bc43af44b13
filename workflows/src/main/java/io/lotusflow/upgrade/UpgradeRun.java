package io.lotusflow.upgrade;

import io.lotusflow.chain.ChainNode;
import io.lotusflow.chain.Outage;
import io.lotusflow.deals.Deals;
import io.lotusflow.node.NodeLease;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Receipt;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.window.SafeWindow;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** From hosts whose next version lies ready to hosts on which it serves, however often it takes. */
final class UpgradeRun {

  private final UpgradePlan plan;
  private final List<OneHost> hosts;

  UpgradeRun(UpgradePlan plan, List<OneHost> hosts) {
    this.plan = plan;
    this.hosts = List.copyOf(hosts);
  }

  UpgradeReport untilDone() {
    for (int round = 1; ; round++) {
      int thisRound = round;
      UpgradeSwitch.Outcome outcome =
          NodeLease.hold(plan.scope(), () -> insideTheWindow(thisRound));
      if (outcome.isDone()) {
        note(UpgradeNote.State.DONE, "");
        return report(outcome);
      }
      if (outcome.trouble().isPresent()) {
        // Whatever serves now serves, and the node is given back: only now may the run wait.
        note(
            outcome.stuck() ? UpgradeNote.State.SWITCHING : UpgradeNote.State.ROLLED_BACK,
            outcome.trouble().get().words());
        Parking.untilResumed(
            "Upgrade.Gate",
            outcome.stuck()
                ? UpgradeProblem.UPGRADE_NO_WAY_BACK
                : UpgradeProblem.UPGRADE_ROLLED_BACK,
            outcome.trouble().get());
      }
    }
  }

  private UpgradeSwitch.Outcome insideTheWindow(int round) {
    try {
      if (hosts.stream().anyMatch(host -> !host.workersThatRan().isEmpty())) {
        // Until a window is near they go on sealing.
        awaitWindows();
        quietWorkers();
      }
      awaitWindows();
      if (!hosts.stream().allMatch(host -> SafeWindow.isOpen(host.plan().window()))) {
        giveWorkBack();
        return UpgradeSwitch.Outcome.notBegun();
      }
      note(UpgradeNote.State.SWITCHING, "");
    } catch (TemporalFailure ended) {
      Workflow.newDetachedCancellationScope(this::giveWorkBack).run();
      throw ended;
    }
    return withoutDeals(
        () ->
            isStillOpen()
                ? new UpgradeSwitch(plan, hosts, round).run()
                : UpgradeSwitch.Outcome.notBegun());
  }

  /** Without deals to pause nothing has taken time since the last look. */
  private boolean isStillOpen() {
    if (hosts.stream().noneMatch(host -> host.deals().isPresent())) {
      return true;
    }
    try {
      boolean open = hosts.stream().allMatch(host -> SafeWindow.isStillOpen(host.plan().window()));
      if (!open) {
        giveWorkBack();
        note(UpgradeNote.State.ROLLED_BACK, "the window has closed");
      }
      return open;
    } catch (TemporalFailure ended) {
      Workflow.newDetachedCancellationScope(this::giveWorkBack).run();
      throw ended;
    }
  }

  private UpgradeSwitch.Outcome withoutDeals(Supplier<UpgradeSwitch.Outcome> switching) {
    Supplier<UpgradeSwitch.Outcome> body = switching;
    for (OneHost host : hosts) {
      if (host.deals().isPresent()) {
        Supplier<UpgradeSwitch.Outcome> within = body;
        body = () -> Deals.pausedDuring(host.deals().get(), within);
      }
    }
    return body.get();
  }

  private void awaitWindows() {
    hosts.forEach(host -> SafeWindow.await(host.plan().window()));
  }

  /** What a worker is at would start over: it is let finish, while the miner still serves. */
  private void quietWorkers() {
    eachWorker((host, worker) -> host.workers().disableTasks(worker));
    eachWorker((host, worker) -> host.workers().awaitQuiet(worker));
  }

  private void giveWorkBack() {
    eachWorker((host, worker) -> host.workers().enableTasks(worker));
  }

  private interface OnWorker {
    void act(OneHost host, SealWorkerPlan worker);
  }

  private void eachWorker(OnWorker act) {
    for (OneHost host : hosts) {
      host.workersThatRan().stream()
          .filter(worker -> !worker.now())
          .forEach(worker -> act.act(host, worker));
    }
  }

  private void note(UpgradeNote.State state, String why) {
    for (OneHost host : hosts) {
      host.upgrades()
          .note(
              host.plan(),
              new UpgradeNote(
                  state,
                  host.before().version().label(),
                  host.before().version().bin(),
                  host.next().label(),
                  host.next().bin(),
                  Instant.ofEpochMilli(Workflow.currentTimeMillis()),
                  host.changes().noWayBackFrom(),
                  host.backup().folder(),
                  why));
    }
  }

  private UpgradeReport report(UpgradeSwitch.Outcome outcome) {
    List<Long> wedged = new ArrayList<>();
    for (OneHost host : hosts) {
      Optional<ChainNode> node = host.plan().node();
      node.ifPresent(any -> wedged.addAll(host.chain().findWedged(any).sectors()));
    }
    String to = hosts.get(0).next().label();
    String note =
        plan.scope().dryRun()
            ? ""
            : "%s serves; daemon %s, miner %s%s"
                .formatted(
                    to,
                    away(outcome.outage()),
                    away(outcome.minerOutage()),
                    wedged.isEmpty() ? "" : "; sectors that stand still: " + wedged);
    Receipt receipt =
        plan.scope().dryRun()
            ? Receipt.wouldDo(note)
            : Receipt.done(note).undoneBy("lotusflow upgrade rollback");
    return new UpgradeReport(
        receipt,
        to,
        hosts.get(0).before().version().label(),
        outcome.outage(),
        outcome.minerOutage(),
        hosts.stream().map(host -> host.backup().folder()).filter(any -> !any.isEmpty()).toList(),
        wedged);
  }

  private static String away(Optional<Outage> outage) {
    return outage
        .map(
            seen ->
                "without answer for %.1f s".formatted(seen.downtime().silent().toMillis() / 1e3))
        .orElse("not stopped");
  }
}
