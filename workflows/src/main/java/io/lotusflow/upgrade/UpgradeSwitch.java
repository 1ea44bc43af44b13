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
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
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
  private boolean switched;
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

  UpgradeSwitch(UpgradePlan plan, List<OneHost> hosts, int round) {
    this.plan = plan;
    this.hosts = hosts;
    this.round = round;
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
    hosts.forEach(OneHost::switchOver);
    mayRun = true;
    startAll();
    verify(identities);
    hosts.forEach(this::gate);
  }

  private void stopAll() {
    for (OneHost host : hosts) {
      for (SealWorkerPlan worker : host.workersThatRan()) {
        stop(host, worker.service(), () -> startBefore(host, worker.service()));
      }
    }
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
    return outcome(
        Optional.of(Trouble.of(half.orElse(failed), plan.scope().language())),
        stuck[0] || half.isPresent());
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
