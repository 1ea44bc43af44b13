package io.lotusflow.chain;

import io.lotusflow.miner.MinerPlan;
import io.lotusflow.miner.MinerService;
import io.lotusflow.node.NodeActivities;
import io.lotusflow.node.NodeLease;
import io.lotusflow.run.Begun;
import io.lotusflow.run.HostAbsence;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Steps;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.sync.ChainHead;
import io.lotusflow.sync.SyncActivities;
import io.lotusflow.window.SafeWindow;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/**
 * The manual's way, for a disk that cannot hold two chains: the node is away for as long as the
 * import takes, and from the deletion on there is no way back. The file is fetched and verified and
 * the keys are copied before.
 */
final class InPlace {

  private static final int ROUND = 1;

  private final ChainResetPlan plan;
  private final ChainNode node;
  private final ChainActivities chain;
  private final ServiceActivities services;
  private final NodeActivities nodes;
  private final SyncActivities syncs;
  private final Begun minerStop = new Begun();
  private final Begun daemonStop = new Begun();

  InPlace(ChainResetPlan plan) {
    HostId host = plan.scope().host();
    this.plan = plan;
    this.node = plan.node();
    this.chain = Steps.on(host, ChainActivities.class);
    this.services = Steps.on(host, ServiceActivities.class);
    this.nodes = Steps.on(host, NodeActivities.class);
    this.syncs = Steps.on(host, SyncActivities.class);
  }

  SwitchOver.Outcome reset(SnapshotFile file) {
    chain.backUpKeystore(plan);
    return NodeLease.hold(plan.scope(), () -> leased(file));
  }

  private SwitchOver.Outcome leased(SnapshotFile file) {
    SafeWindow.awaitAll(node.windows());
    NodeIdentity before = chain.noteIdentity(node);
    Promise<Outage> seen = Async.function(chain::watchOutside, node, ROUND);
    Optional<MinerPlan> miner = running();
    while (!SafeWindow.areStillOpen(node.windows())) {
      SafeWindow.awaitAll(node.windows());
      miner = running();
    }
    stop(miner);
    ChainHead head;
    try {
      chain.importInPlace(plan, file);
      head = start(before, miner);
    } catch (TemporalFailure ended) {
      // The chain may be gone: what can be restored is a daemon that says so itself.
      detached(() -> services.start(node.daemon().service()));
      throw ended;
    }
    chain.endWatch(node, ROUND);
    return new SwitchOver.Outcome(Optional.of(head), Optional.of(seen.get()), Optional.empty());
  }

  private Optional<MinerPlan> running() {
    return node.anyMiner().filter(any -> MinerService.of(any).isRunning());
  }

  /** Nothing is deleted yet: a failure here starts again what was stopped. */
  private void stop(Optional<MinerPlan> miner) {
    try {
      Parking.without(
          () ->
              Parking.withoutWaiting(
                  node.distant().isPresent(),
                  () -> {
                    miner.ifPresent(any -> minerStop.by(MinerService.of(any)::stop));
                    chain.awaitQuiet(node);
                    daemonStop.by(() -> services.stop(node.daemon().service()));
                  }));
    } catch (TemporalFailure failed) {
      detached(() -> startAgain(miner.filter(any -> minerStop.is()), failed));
      throw failed;
    }
  }

  /** A daemon whose host went away before its stop serves on: its miner does not wait for it. */
  private void startAgain(Optional<MinerPlan> miner, TemporalFailure failed) {
    if (daemonStop.is() || !HostAbsence.is(failed)) {
      startAll(miner);
    } else {
      miner.ifPresent(any -> MinerService.of(any).start());
    }
  }

  private void startAll(Optional<MinerPlan> miner) {
    services.start(node.daemon().service());
    nodes.awaitApi(node.daemon());
    if (miner.isPresent()) {
      syncs.awaitSynced(node.sync());
      MinerService.of(miner.get()).start();
    }
  }

  private void detached(Runnable restoring) {
    Workflow.newDetachedCancellationScope(
            () -> {
              restoring.run();
              chain.endWatch(node, ROUND);
            })
        .run();
  }

  private ChainHead start(NodeIdentity before, Optional<MinerPlan> miner) {
    services.start(node.daemon().service());
    nodes.awaitApi(node.daemon());
    chain.verify(node, before);
    ChainHead head = syncs.awaitSynced(node.sync());
    miner.ifPresent(any -> MinerService.of(any).startAndAwaitApi());
    return head;
  }
}
