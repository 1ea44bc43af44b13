package io.lotusflow.migration;

import io.lotusflow.deals.Deals;
import io.lotusflow.miner.MinerActivities;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Steps;
import io.lotusflow.run.Trouble;
import io.lotusflow.run.Undo;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.window.SafeWindow;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The only downtime: miner stopped, what changed at last copied, storage switched, miner started.
 * Each undo is registered before its step: a step that timed out may still have happened. A miner
 * that did not run stays stopped.
 */
final class StorageSwitch {

  /** Runs that were recorded before go on after a stop of any length. */
  private static final String STOP_IN_TIME = "stop-in-time";

  private final MigrationPlan plan;
  private final MigrationActivities migration;
  private final ServiceActivities services;
  private final MinerActivities miners;
  private final Undo undo = new Undo();

  /**
   * How it went.
   *
   * @param trouble why it was not switched, if it was begun
   * @param stuck the way back failed as well
   */
  record Outcome(boolean switched, Optional<Trouble> trouble, boolean stuck) {
    static Outcome notBegun() {
      return new Outcome(false, Optional.empty(), false);
    }
  }

  StorageSwitch(MigrationPlan plan) {
    HostId host = plan.scope().host();
    this.plan = plan;
    this.migration = Steps.on(host, MigrationActivities.class);
    this.services = Steps.on(host, ServiceActivities.class);
    this.miners = Steps.on(host, MinerActivities.class);
  }

  /**
   * Once per object.
   *
   * @param leftDown a miner that does not run was stopped by a run before, and is to run
   */
  Outcome run(boolean leftDown) {
    if (services.status(plan.miner().service()).running()) {
      return inAPause(() -> switched(true)).orElse(Outcome.notBegun());
    }
    Outcome outcome = switched(leftDown);
    if (leftDown) {
      takeDealsAgain();
    }
    return outcome;
  }

  /**
   * The old storage again, for a miner that has the new one. Once per object.
   *
   * @return nothing if the window has closed
   */
  Optional<Outcome> back() {
    return services.status(plan.miner().service()).running()
        ? inAPause(() -> broughtBack(true))
        : Optional.of(broughtBack(false));
  }

  /** A miner with its new storage, which a run before has stopped and not started. */
  void startAgain() {
    startMiner();
    migration.awaitStorage(plan);
    takeDealsAgain();
  }

  private Optional<Outcome> inAPause(Supplier<Outcome> body) {
    return Deals.pausedDuring(
        plan.deals(),
        () -> SafeWindow.isStillOpen(plan.window()) ? Optional.of(body.get()) : Optional.empty());
  }

  /** What the run before has turned off: the end of a pause forgets whoever is over. */
  private void takeDealsAgain() {
    Deals.pausedDuring(plan.deals(), () -> true);
  }

  private Outcome switched(boolean runs) {
    try {
      Parking.without(() -> stopSwitchStart(runs));
      return new Outcome(true, Optional.empty(), false);
    } catch (TemporalFailure failed) {
      Optional<TemporalFailure> stuck = undo.run();
      Undo.endIfAborted(stuck);
      if (CancellationScope.current().isCancelRequested()) {
        throw failed;
      }
      return new Outcome(false, Optional.of(told(stuck.orElse(failed))), stuck.isPresent());
    }
  }

  private Outcome broughtBack(boolean runs) {
    if (runs) {
      undo.start(this::startMiner);
    }
    undo.putBack(this::stopAndSwitchBack);
    Optional<TemporalFailure> stuck = undo.run();
    Undo.endIfAborted(stuck);
    return new Outcome(false, stuck.map(this::told), stuck.isPresent());
  }

  private Trouble told(TemporalFailure failed) {
    return Trouble.of(failed, plan.scope().language());
  }

  private void stopSwitchStart(boolean runs) {
    if (runs) {
      undo.start(this::startMiner);
    }
    stopInTime(runs);
    migration.copyRest(plan);
    undo.putBack(this::stopAndSwitchBack);
    migration.switchIn(plan);
    if (runs) {
      startMiner();
      migration.awaitStorage(plan);
    }
  }

  /** What is left of the stretch has to be enough for what changed at last, and for the start. */
  private void stopInTime(boolean runs) {
    long began = Workflow.currentTimeMillis();
    services.stop(plan.miner().service());
    boolean before =
        Workflow.getVersion(STOP_IN_TIME, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION;
    long took = Workflow.currentTimeMillis() - began;
    if (!before && runs && !plan.scope().dryRun() && took > plan.outage().toMillis() / 2) {
      throw MigrationProblem.MIGRATION_STOP_TOO_SLOW.because(
          took / 1000, plan.outage().toSeconds());
    }
  }

  private void stopAndSwitchBack() {
    services.stop(plan.miner().service());
    migration.switchBack(plan);
  }

  private void startMiner() {
    services.start(plan.miner().service());
    miners.awaitApi(plan.miner());
  }
}
