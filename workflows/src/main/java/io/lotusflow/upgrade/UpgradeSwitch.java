package io.lotusflow.upgrade;

import io.lotusflow.chain.NodeIdentity;
import io.lotusflow.chain.Outage;
import io.lotusflow.miner.MinerActivities;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.NodeActivities;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Steps;
import io.lotusflow.run.Trouble;
import io.lotusflow.run.Undo;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.sync.SyncActivities;
import io.lotusflow.window.SafeWindow;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The only downtime: workers, miners, daemons are stopped, the link is switched, daemons, miners,
 * workers are started. Each undo is registered before its step: a step that timed out may still
 * have happened. Once per object.
 */
final class UpgradeSwitch {

  private static final String NEW_HEADS = "new-heads";

  private final UpgradePlan plan;
  private final List<OneHost> hosts;
  private final int round;
  private final Undo undo = new Undo();
  private final List<Promise<Outage>> daemonsSeen = new ArrayList<>();
  private final List<Promise<Outage>> minersSeen = new ArrayList<>();
  private final boolean looksAgain;
  private boolean switched;
  private boolean started;
  private boolean mayRun;

  /**
   * How it went.
   *
   * @param trouble why the new version does not serve; absent if it does
   * @param stuck the new version is left in place, since the old one can no longer serve
   */
  record Outcome(
      boolean begun,
      Optional<Trouble> trouble,
      boolean stuck,
      Optional<Outage> outage,
      Optional<Outage> minerOutage) {

    static Outcome notBegun() {
      return new Outcome(false, Optional.empty(), false, Optional.empty(), Optional.empty());
    }

    boolean isDone() {
      return begun && trouble.isEmpty();
    }
  }

  /**
   * @param looksAgain at window and services right before each stop; runs from before that do not
   */
  UpgradeSwitch(UpgradePlan plan, List<OneHost> hosts, int round, boolean looksAgain) {
    this.plan = plan;
    this.hosts = hosts;
    this.round = round;
    this.looksAgain = looksAgain;
  }

  Outcome run() {
    List<NodeIdentity> identities = new ArrayList<>();
    for (OneHost host : hosts) {
      host.plan().node().ifPresent(node -> identities.add(host.chain().noteIdentity(node)));
    }
    watch();
    try {
      Parking.without(() -> stopSwitchStart(identities));
    } catch (TemporalFailure failed) {
      return undone(failed);
    }
    endWatches();
    return outcome(Optional.empty(), false);
  }

  private void stopSwitchStart(List<NodeIdentity> identities) {
    long began = Workflow.currentTimeMillis();
    stopAll();
    refuseALateStop(began);
    hosts.forEach(host -> host.backups().complete(host.plan().backup(), host.backup()));
    undo.putBack(this::stopAndPutBack);
    switched = true;
    if (looksAgain) {
      // What systemd started after a power cut runs from the old link, and would count as started.
      stopEverything();
    }
    hosts.forEach(OneHost::switchOver);
    mayRun = true;
    startAll();
    verify(identities);
    started = true;
    hosts.forEach(this::gate);
  }

  private void stopAll() {
    for (OneHost host : hosts) {
      for (SealWorkerPlan worker : host.workersThatRan()) {
        stop(host, worker.service(), () -> startBefore(host, worker.service()));
      }
    }
    refuseAPassedWindow();
    for (OneHost host : hosts) {
      host.miner().ifPresent(any -> stop(host, any.service(), () -> startMinerBefore(host, any)));
    }
    for (OneHost host : hosts) {
      host.plan().node().ifPresent(host.chain()::awaitQuiet);
    }
    for (OneHost host : hosts) {
      host.daemon().ifPresent(any -> stop(host, any.service(), () -> startDaemonBefore(host, any)));
    }
  }

  /** Workers may have taken long to stop. */
  private void refuseAPassedWindow() {
    if (looksAgain && !hosts.stream().allMatch(host -> SafeWindow.isOpen(host.plan().window()))) {
      throw UpgradeProblem.UPGRADE_WINDOW_PASSED.because();
    }
  }

  private void stop(OneHost host, ServicePlan service, Runnable startAgain) {
    undo.start(startAgain);
    host.services().stop(service);
  }

  /** What is left of the window has to be enough for the start. */
  private void refuseALateStop(long began) {
    long took = Workflow.currentTimeMillis() - began;
    if (!plan.scope().dryRun() && took > plan.outage().toMillis() / 2) {
      throw UpgradeProblem.UPGRADE_STOP_TOO_SLOW.because(took / 1000, plan.outage().toSeconds());
    }
  }

  private void startAll() {
    for (OneHost host : hosts) {
      host.daemon()
          .ifPresent(
              daemon -> {
                host.services().start(daemon.service());
                host.on(NodeActivities.class).awaitApi(daemon);
              });
    }
    syncs().awaitSynced(plan.sync());
    awaitNewHeads();
    for (OneHost host : hosts) {
      host.miner()
          .ifPresent(
              miner -> {
                host.services().start(miner.service());
                host.on(MinerActivities.class).awaitApi(miner);
              });
    }
    for (OneHost host : hosts) {
      host.workersThatRan().forEach(worker -> host.services().start(worker.service()));
    }
  }

  /**
   * A daemon that does not follow the chain looks current right after its start, and the miner
   * would wait for it as long as for an API that starts slowly.
   */
  private void awaitNewHeads() {
    boolean before =
        Workflow.getVersion(NEW_HEADS, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION;
    if (!before) {
      hosts.stream()
          .filter(host -> host.daemon().isPresent())
          .forEach(host -> host.upgrades().awaitNewHead(host.plan(), plan.healthyWithin()));
    }
  }

  private void verify(List<NodeIdentity> identities) {
    List<NodeIdentity> left = new ArrayList<>(identities);
    for (OneHost host : hosts) {
      host.plan().node().ifPresent(node -> host.chain().verify(node, left.remove(0)));
    }
  }

  private void gate(OneHost host) {
    host.upgrades()
        .gate(
            new Gate(
                host.plan().scope(),
                host.plan(),
                host.before(),
                host.next(),
                plan.healthyWithin()));
  }

  private void startBefore(OneHost host, ServicePlan service) {
    host.services().start(host.unitBefore(service));
  }

  private void startDaemonBefore(OneHost host, DaemonPlan daemon) {
    startBefore(host, daemon.service());
    host.on(NodeActivities.class).awaitApi(daemon);
  }

  private void startMinerBefore(OneHost host, MinerPlan miner) {
    syncs().awaitSynced(plan.sync());
    startBefore(host, miner.service());
    host.on(MinerActivities.class).awaitApi(miner);
  }

  private void stopAndPutBack() {
    if (mayRun) {
      stopEverything();
    }
    hosts.forEach(OneHost::putBack);
  }

  private void stopEverything() {
    for (OneHost host : hosts) {
      host.workersThatRan().forEach(worker -> host.services().stop(worker.service()));
    }
    for (OneHost host : hosts) {
      host.miner().map(MinerPlan::service).ifPresent(host.services()::stop);
    }
    for (OneHost host : hosts) {
      host.daemon().map(DaemonPlan::service).ifPresent(host.services()::stop);
    }
  }

  /** Service first; what is to be told to people, and whether to try again, comes after. */
  private Outcome undone(TemporalFailure failed) {
    Trouble trouble = Trouble.of(failed, plan.scope().language());
    awaitAWindowIfItServes(trouble);
    boolean[] stuck = {false};
    List<TemporalFailure> alsoFailed = new ArrayList<>();
    Workflow.newDetachedCancellationScope(
            () -> {
              stuck[0] = switched && !isWayBackOpen();
              if (stuck[0]) {
                startWhatCanBe();
              } else {
                undo.run().ifPresent(alsoFailed::add);
              }
              endWatches();
            })
        .run();
    Optional<TemporalFailure> half = alsoFailed.stream().findFirst();
    Undo.endIfAborted(half);
    if (CancellationScope.current().isCancelRequested()) {
      throw failed;
    }
    Trouble told = half.map(any -> Trouble.of(any, plan.scope().language())).orElse(trouble);
    Outcome how = outcome(Optional.of(told), stuck[0] || half.isPresent());
    return is(told, UpgradeProblem.UPGRADE_WINDOW_PASSED) ? Outcome.notBegun() : how;
  }

  /**
   * A miner of the new version that proves, if not as it should, is stopped in a window like any
   * other. Whoever cancels the run does not want to wait for one.
   */
  private void awaitAWindowIfItServes(Trouble trouble) {
    if (!looksAgain || !started || !is(trouble, UpgradeProblem.UPGRADE_NOT_HEALTHY)) {
      return;
    }
    try {
      Parking.without(
          () -> {
            if (isWayBackOpen() && hosts.stream().allMatch(this::serves)) {
              hosts.forEach(host -> SafeWindow.await(host.plan().window()));
            }
          });
    } catch (TemporalFailure itDoesNot) {
      // The version before is needed now.
    }
  }

  private static boolean is(Trouble trouble, UpgradeProblem problem) {
    return trouble.type().equals(problem.name());
  }

  private boolean serves(OneHost host) {
    Duration blocks = Duration.ofSeconds(Math.max(1, host.before().blockDelaySeconds()) * 4);
    host.upgrades().awaitNewHead(host.plan(), blocks);
    return host.miner().isEmpty() || host.upgrades().survey(host.plan(), true).minerAnswered();
  }

  private boolean isWayBackOpen() {
    return hosts.stream()
        .allMatch(
            host -> host.upgrades().wayBack(host.plan(), host.before(), host.changes()).open());
  }

  private void startWhatCanBe() {
    for (OneHost host : hosts) {
      host.daemon().map(DaemonPlan::service).ifPresent(host.services()::start);
      host.miner().map(MinerPlan::service).ifPresent(host.services()::start);
      host.workersThatRan().forEach(worker -> host.services().start(worker.service()));
    }
  }

  private void watch() {
    for (OneHost host : hosts) {
      host.plan()
          .node()
          .ifPresent(
              node -> daemonsSeen.add(Async.function(host.chain()::watchOutside, node, round)));
      host.miner()
          .ifPresent(
              any ->
                  minersSeen.add(Async.function(host.upgrades()::watchMiner, host.plan(), round)));
    }
  }

  private void endWatches() {
    for (OneHost host : hosts) {
      host.plan().node().ifPresent(node -> host.chain().endWatch(node, round));
      if (host.miner().isPresent()) {
        host.upgrades().endWatch(host.plan(), round);
      }
    }
  }

  private Outcome outcome(Optional<Trouble> trouble, boolean stuck) {
    return new Outcome(true, trouble, stuck, longest(daemonsSeen), longest(minersSeen));
  }

  private static Optional<Outage> longest(List<Promise<Outage>> seen) {
    return seen.stream()
        .map(Outage::seenBy)
        .max((one, two) -> one.downtime().silent().compareTo(two.downtime().silent()));
  }

  private SyncActivities syncs() {
    return Steps.on(plan.scope().host(), SyncActivities.class);
  }
}
