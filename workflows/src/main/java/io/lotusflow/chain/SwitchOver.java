package io.lotusflow.chain;

import io.lotusflow.miner.MinerPlan;
import io.lotusflow.miner.MinerService;
import io.lotusflow.node.NodeActivities;
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
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Saga;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/**
 * The only downtime: miner and daemon stopped, one chain renamed out and another in, daemon
 * started, and the miner last, since one that acts on an old head uses nonces twice. Each undo is
 * registered before its step: a step that timed out may still have happened.
 */
final class SwitchOver {

  private final ChainNode node;
  private final ChainActivities chain;
  private final ServiceActivities services;
  private final NodeActivities nodes;
  private final SyncActivities syncs;
  private final Saga everything = sequential();
  private final Saga onlyMiner = sequential();
  private Optional<ChainHead> head = Optional.empty();
  private final Begun minerStop = new Begun();
  private final Begun daemonStop = new Begun();
  private boolean late;
  private boolean gone;

  /**
   * How it went.
   *
   * @param head present if the other chain serves now
   * @param trouble why it was undone, if it was
   */
  record Outcome(Optional<ChainHead> head, Optional<Outage> outage, Optional<Trouble> trouble) {

    /** Nothing was stopped yet. */
    static Outcome notBegun() {
      return new Outcome(Optional.empty(), Optional.empty(), Optional.empty());
    }

    boolean undoneBecauseOf(ChainProblem problem) {
      return trouble.filter(why -> why.type().equals(problem.name())).isPresent();
    }
  }

  SwitchOver(ChainNode node) {
    HostId host = node.scope().host();
    this.node = node;
    this.chain = Steps.on(host, ChainActivities.class);
    this.services = Steps.on(host, ServiceActivities.class);
    this.nodes = Steps.on(host, NodeActivities.class);
    this.syncs = Steps.on(host, SyncActivities.class);
  }

  /**
   * Once per object.
   *
   * @param exchange with the daemon stopped
   * @param back undoes it, from wherever it was left
   */
  Outcome run(int round, Runnable exchange, Runnable back) {
    NodeIdentity before = chain.noteIdentity(node);
    Promise<Outage> seen = Async.function(chain::watchOutside, node, round);
    try {
      Parking.without(() -> stopExchangeStart(before, exchange, back));
    } catch (TemporalFailure failed) {
      return undone(failed, seen, round);
    }
    chain.endWatch(node, round);
    return late
        ? Outcome.notBegun()
        : new Outcome(head, Optional.of(Outage.seenBy(seen)), Optional.empty());
  }

  private void stopExchangeStart(NodeIdentity before, Runnable exchange, Runnable back) {
    Parking.withoutWaiting(node.distant().isPresent(), this::stop);
    if (late) {
      return;
    }
    everything.addCompensation(
        () -> {
          services.stop(node.daemon().service());
          back.run();
        });
    exchange.run();
    startDaemon();
    chain.verify(node, before);
    head = Optional.of(syncs.awaitSynced(node.sync()));
    // From here on the new chain is the better one, whatever happens.
    onlyMiner.compensate();
  }

  private void stop() {
    Optional<MinerPlan> miner = node.anyMiner().filter(any -> MinerService.of(any).isRunning());
    late = !SafeWindow.areStillOpen(node.windows());
    if (late) {
      return;
    }
    StopTime time = new StopTime();
    miner.ifPresent(this::stopMiner);
    chain.awaitQuiet(node);
    time.refuseLate(node.window(), ChainProblem.CHAIN_STOP_TOO_SLOW);
    everything.addCompensation(this::startDaemonAgain);
    daemonStop.by(() -> services.stop(node.daemon().service()));
  }

  private void stopMiner(MinerPlan miner) {
    MinerService service = MinerService.of(miner);
    onlyMiner.addCompensation(service::startAndAwaitApi);
    everything.addCompensation(() -> startMinerAgain(service));
    minerStop.by(service::stop);
  }

  private void startDaemonAgain() {
    if (daemonStop.is()) {
      startDaemon();
    }
  }

  /** A daemon whose host went away before its stop serves on: its miner does not wait for it. */
  private void startMinerAgain(MinerService miner) {
    if (!minerStop.is()) {
      return;
    }
    if (daemonStop.is() || !gone) {
      syncs.awaitSynced(node.sync());
    }
    miner.startAndAwaitApi();
  }

  private void startDaemon() {
    services.start(node.daemon().service());
    nodes.awaitApi(node.daemon());
  }

  /** Service first; what is to be told to people, and whether to try again, comes after. */
  private Outcome undone(TemporalFailure failed, Promise<Outage> seen, int round) {
    boolean switched = head.isPresent();
    gone = HostAbsence.is(failed);
    Workflow.newDetachedCancellationScope(
            () -> {
              (switched ? onlyMiner : everything).compensate();
              chain.endWatch(node, round);
            })
        .run();
    if (CancellationScope.current().isCancelRequested()) {
      throw failed;
    }
    return switched
        ? new Outcome(head, Optional.of(Outage.seenBy(seen)), Optional.empty())
        : new Outcome(
            Optional.empty(),
            Optional.of(Outage.seenBy(seen)),
            Optional.of(Trouble.of(failed, node.scope().language())));
  }

  private static Saga sequential() {
    return new Saga(new Saga.Options.Builder().setParallelCompensation(false).build());
  }
}
