package io.lotusflow.restart;

import io.lotusflow.chain.Outage;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.miner.MinerService;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.node.NodeActivities;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Steps;
import io.lotusflow.run.Trouble;
import io.lotusflow.run.Undo;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.sync.SyncActivities;
import io.lotusflow.window.SafeWindow;
import io.lotusflow.window.StopTime;
import io.lotusflow.window.WindowPlan;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The only downtime: stop and start, the miner outside the daemon, since one that acts on an old
 * head uses nonces twice. Each start is registered before its stop: a step that timed out may still
 * have happened.
 */
final class Restarting {

  private final RestartPlan plan;
  private final Optional<SafeRestart.Change> change;
  private final List<WindowPlan> windows;
  private final RestartActivities restarts;
  private final ServiceActivities services;
  private final NodeActivities nodes;
  private final SyncActivities syncs;
  private final Undo undo = new Undo();
  private Optional<MinerPlan> stopped = Optional.empty();
  private boolean late;

  /**
   * How it went.
   *
   * @param trouble why all was only started again, if it was
   */
  record Outcome(Outage outage, Duration away, Optional<Trouble> trouble) {}

  /**
   * @param windows of all that stops
   */
  Restarting(RestartPlan plan, Optional<SafeRestart.Change> change, List<WindowPlan> windows) {
    this.change = change;
    this.windows = windows;
    HostId host = plan.scope().host();
    this.plan = plan;
    this.restarts = Steps.on(host, RestartActivities.class);
    this.services = Steps.on(host, ServiceActivities.class);
    this.nodes = Steps.on(host, NodeActivities.class);
    this.syncs = Steps.on(host, SyncActivities.class);
  }

  /**
   * Once per object.
   *
   * @return nothing if the window has closed at the last moment
   */
  Optional<Outcome> run(int round) {
    Promise<Outage> seen = Async.function(restarts::watchOutside, plan, round);
    long began = Workflow.currentTimeMillis();
    Optional<TemporalFailure> failed = Optional.empty();
    Optional<TemporalFailure> stuck = Optional.empty();
    try {
      Parking.without(this::stopAndStart);
    } catch (TemporalFailure trouble) {
      failed = Optional.of(trouble);
      stuck = undo.run();
    }
    Duration away = Duration.ofMillis(Workflow.currentTimeMillis() - began);
    Workflow.newDetachedCancellationScope(() -> restarts.endWatch(plan, round)).run();
    Undo.endIfAborted(stuck);
    if (failed.isPresent() && CancellationScope.current().isCancelRequested()) {
      throw failed.get();
    }
    if (late) {
      return Optional.empty();
    }
    Optional<Trouble> trouble =
        (stuck.isPresent() ? stuck : failed).map(any -> Trouble.of(any, plan.scope().language()));
    return Optional.of(new Outcome(Outage.seenBy(seen), away, trouble));
  }

  private void stopAndStart() {
    if (plan.what() == RestartPlan.What.MINER) {
      MinerPlan miner = plan.miner().orElseThrow();
      stop(miner);
      change.ifPresent(this::make);
      MinerService.of(miner).startAndAwaitApi();
      return;
    }
    Parking.withoutWaiting(plan.distant().isPresent(), this::stopNode);
    if (!late) {
      start(plan.daemon().orElseThrow());
      stopped.ifPresent(miner -> MinerService.of(miner).startAndAwaitApi());
    }
  }

  private void stopNode() {
    stopped = plan.anyMiner().filter(any -> MinerService.of(any).isRunning());
    late = !SafeWindow.areStillOpen(windows);
    if (late) {
      return;
    }
    StopTime time = new StopTime();
    stopped.ifPresent(this::stop);
    time.refuseLate(windows.get(0), RestartProblem.RESTART_STOP_TOO_SLOW);
    DaemonPlan daemon = plan.daemon().orElseThrow();
    undo.stop(() -> services.stop(daemon.service()), () -> start(daemon), plan.scope().host());
  }

  /** What was started with it is stopped again first. */
  private void make(SafeRestart.Change any) {
    undo.putBack(
        () -> {
          services.stop(plan.service());
          any.undo().run();
        });
    any.make().run();
  }

  private void stop(MinerPlan miner) {
    MinerService service = MinerService.of(miner);
    undo.stop(service::stop, service::startAndAwaitApi, miner.scope().host(), plan.scope().host());
  }

  private void start(DaemonPlan daemon) {
    services.start(daemon.service());
    nodes.awaitApi(daemon);
    syncs.awaitSynced(plan.sync());
  }
}
