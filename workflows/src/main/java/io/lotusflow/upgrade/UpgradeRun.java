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

  /** Older runs go by what they saw when they were asked for. */
  private static final String LOOKS_AGAIN = "looks-again";

  private final UpgradePlan plan;
  private final List<OldLimit> limits;
  private final boolean looksAgain =
      Workflow.getVersion(LOOKS_AGAIN, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION;
  private List<OneHost> hosts;

  /**
   * @param limits of the versions that the hosts go back to, in their order; none in an upgrade
   */
  UpgradeRun(UpgradePlan plan, List<OneHost> hosts, List<OldLimit> limits) {
    this.plan = plan;
    this.hosts = List.copyOf(hosts);
    this.limits = List.copyOf(limits);
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
      // Until a window is near workers go on sealing.
      awaitWindows();
      lookAgain();
      if (hosts.stream().anyMatch(host -> !host.workersThatRan().isEmpty())) {
        quietWorkers();
        awaitWindows();
        lookAgain();
      }
      if (!hosts.stream().allMatch(host -> SafeWindow.isOpen(host.plan().window()))) {
        giveWorkBack();
        return UpgradeSwitch.Outcome.notBegun();
      }
      note(UpgradeNote.State.SWITCHING, "");
    } catch (TemporalFailure ended) {
      Workflow.newDetachedCancellationScope(this::giveWorkBackAtTheEnd).run();
      throw ended;
    }
    return withoutDeals(
        () ->
            isStillOpen()
                ? new UpgradeSwitch(plan, hosts, round, looksAgain).run()
                : UpgradeSwitch.Outcome.notBegun());
  }

  /** Without deals to pause nothing has taken time since the last look. */
  private boolean isStillOpen() {
    if (hosts.stream().noneMatch(host -> host.deals().isPresent())) {
      return true;
    }
    boolean open = hosts.stream().allMatch(host -> SafeWindow.isStillOpen(host.plan().window()));
    if (!open) {
      note(UpgradeNote.State.ROLLED_BACK, "the window has closed");
    }
    return open;
  }

  private UpgradeSwitch.Outcome withoutDeals(Supplier<UpgradeSwitch.Outcome> switching) {
    Supplier<UpgradeSwitch.Outcome> body = switching;
    for (OneHost host : hosts) {
      if (host.deals().isPresent()) {
        Supplier<UpgradeSwitch.Outcome> within = body;
        body = () -> Deals.pausedDuring(host.deals().get(), within);
      }
    }
    return givingWorkBack(body);
  }

  /** A worker that was drained and then not stopped would stay without tasks. */
  private UpgradeSwitch.Outcome givingWorkBack(Supplier<UpgradeSwitch.Outcome> body) {
    if (!looksAgain) {
      return body.get();
    }
    UpgradeSwitch.Outcome outcome;
    try {
      outcome = body.get();
    } catch (TemporalFailure ended) {
      Workflow.newDetachedCancellationScope(this::giveWorkBackAtTheEnd).run();
      throw ended;
    }
    if (!outcome.isDone()) {
      giveWorkBack();
    }
    return outcome;
  }

  /** Hours may have gone by, and other runs, since this one was asked for. */
  private void lookAgain() {
    if (!looksAgain) {
      return;
    }
    List<OneHost> seen = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      OneHost host = hosts.get(i);
      InUse now = host.upgrades().survey(host.plan(), true);
      refuseAnother(host, now.version().label());
      if (!limits.isEmpty()) {
        refuseTooLate(host, limits.get(i));
      }
      seen.add(host.seenAgain(now));
    }
    hosts = List.copyOf(seen);
  }

  private static void refuseAnother(OneHost host, String now) {
    String from = host.before().version().label();
    String to = host.next().label();
    if (!now.equals(from) && !now.equals(to)) {
      throw UpgradeProblem.UPGRADE_MOVED_MEANWHILE.because(now, from, to);
    }
  }

  private static void refuseTooLate(OneHost host, OldLimit limit) {
    if (!host.upgrades().wayBack(host.plan(), limit.before(), limit.changes()).open()) {
      throw UpgradeProblem.UPGRADE_TOO_LATE.because(
          host.next().label(), limit.changes().noWayBackFrom());
    }
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

  /** The run ends: what cannot be given back is no reason to ask a person once more. */
  private void giveWorkBackAtTheEnd() {
    eachWorker(
        (host, worker) -> {
          try {
            Parking.without(() -> host.workers().enableTasks(worker));
          } catch (TemporalFailure failed) {
            Workflow.getLogger(UpgradeRun.class)
                .warn("tasks of {} stay off", worker.worker().name(), failed);
          }
        });
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
                  why,
                  host.before().head(),
                  Optional.of(host.before().seen()),
                  host.before().blockDelaySeconds()));
    }
  }

  private UpgradeReport report(UpgradeSwitch.Outcome outcome) {
    List<Long> wedged = new ArrayList<>();
    for (OneHost host : hosts) {
      Optional<ChainNode> node = host.plan().node();
      node.ifPresent(any -> wedged.addAll(any.findWedged().sectors()));
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
