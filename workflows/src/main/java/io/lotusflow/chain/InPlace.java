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
import io.lotusflow.run.Trouble;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.sync.ChainHead;
import io.lotusflow.sync.SyncActivities;
import io.lotusflow.window.SafeWindow;
import io.lotusflow.window.StopTime;
import io.temporal.failure.ApplicationFailure;
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

  private final ChainResetPlan plan;
  private final ChainNode node;
  private final ChainActivities chain;
  private final ServiceActivities services;
  private final NodeActivities nodes;
  private final SyncActivities syncs;
  private final Begun minerStop = new Begun();
  private final Begun daemonStop = new Begun();
  private int round;

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
    while (true) {
      round++;
      SwitchOver.Outcome outcome = NodeLease.hold(plan.scope(), () -> leased(file));
      if (outcome.head().isPresent()) {
        return outcome;
      }
      outcome
          .trouble()
          .ifPresent(
              why ->
                  Parking.untilResumed(
                      "Chain.ImportInPlace", ChainProblem.CHAIN_SWITCHED_BACK, why));
    }
  }

  private SwitchOver.Outcome leased(SnapshotFile file) {
    SafeWindow.awaitAll(node.windows());
    return WithoutDeals.change(node, () -> inWindow(file));
  }

  private SwitchOver.Outcome inWindow(SnapshotFile file) {
    NodeIdentity before = chain.noteIdentity(node);
    Promise<Outage> seen = Async.function(chain::watchOutside, node, round);
    Optional<MinerPlan> miner = running();
    while (!SafeWindow.areStillOpen(node.windows())) {
      SafeWindow.awaitAll(node.windows());
      miner = running();
    }
    Optional<Trouble> late = stop(miner);
    if (late.isPresent()) {
      return new SwitchOver.Outcome(Optional.empty(), Optional.empty(), late);
    }
    ChainHead head;
    try {
      chain.importInPlace(plan, file);
      head = start(before, miner);
    } catch (TemporalFailure ended) {
      // The chain may be gone: what can be restored is a daemon that says so itself.
      detached(() -> services.start(node.daemon().service()));
      throw ended;
    }
    chain.endWatch(node, round);
    return new SwitchOver.Outcome(Optional.of(head), Optional.of(seen.get()), Optional.empty());
  }

  private Optional<MinerPlan> running() {
    return node.anyMiner().filter(any -> MinerService.of(any).isRunning());
  }

  /**
   * Nothing is deleted yet: a failure here starts again what was stopped.
   *
   * @return a stop that left too little of the window
   */
  private Optional<Trouble> stop(Optional<MinerPlan> miner) {
    StopTime time = new StopTime();
    try {
      Parking.without(
          () ->
              Parking.withoutWaiting(
                  node.distant().isPresent(),
                  () -> {
                    miner.ifPresent(any -> minerStop.by(MinerService.of(any)::stop));
                    chain.awaitQuiet(node);
                    time.refuseLate(node.window(), ChainProblem.CHAIN_STOP_TOO_SLOW);
                    daemonStop.by(() -> services.stop(node.daemon().service()));
                  }));
    } catch (TemporalFailure failed) {
      detached(() -> startAgain(miner.filter(any -> minerStop.is()), failed));
      if (isLate(failed)) {
        return Optional.of(Trouble.of(failed, plan.scope().language()));
      }
      throw failed;
    }
    return Optional.empty();
  }

  private static boolean isLate(TemporalFailure failed) {
    return failed instanceof ApplicationFailure why
        && why.getType().equals(ChainProblem.CHAIN_STOP_TOO_SLOW.name());
  }

  /** A daemon whose host went away before its stop serves on: its miner does not wait for it. */
  private void startAgain(Optional<MinerPlan> miner, TemporalFailure failed) {
    if (daemonStop.is() || !HostAbsence.is(failed)) {
      startAll(miner);
    } else {
      miner.ifPresent(any -> startAgain(MinerService.of(any)));
    }
  }

  private void startAll(Optional<MinerPlan> miner) {
    services.start(node.daemon().service());
    nodes.awaitApi(node.daemon());
    if (miner.isPresent()) {
      syncs.awaitSynced(node.sync());
      startAgain(MinerService.of(miner.get()));
    }
  }

  /** Only one that answers takes deals again. */
  private void startAgain(MinerService miner) {
    if (node.deals().isPresent()) {
      miner.startAndAwaitApi();
    } else {
      miner.start();
    }
  }

  private void detached(Runnable restoring) {
    Workflow.newDetachedCancellationScope(
            () -> {
              restoring.run();
              chain.endWatch(node, round);
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
