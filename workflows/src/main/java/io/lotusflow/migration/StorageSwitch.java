package io.lotusflow.migration;

import io.lotusflow.deals.Deals;
import io.lotusflow.miner.MinerActivities;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Steps;
import io.lotusflow.run.Trouble;
import io.lotusflow.service.ServiceActivities;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Saga;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/**
 * The only downtime: miner stopped, what changed at last copied, storage switched, miner started.
 * Each undo is registered before its step: a step that timed out may still have happened. A miner
 * that did not run stays stopped.
 */
final class StorageSwitch {

  private final MigrationPlan plan;
  private final MigrationActivities migration;
  private final ServiceActivities services;
  private final MinerActivities miners;
  private final Saga undo =
      new Saga(new Saga.Options.Builder().setParallelCompensation(false).build());

  /**
   * How it went.
   *
   * @param trouble why it was undone, if it was
   */
  record Outcome(boolean switched, Optional<Trouble> trouble) {}

  StorageSwitch(MigrationPlan plan) {
    HostId host = plan.scope().host();
    this.plan = plan;
    this.migration = Steps.on(host, MigrationActivities.class);
    this.services = Steps.on(host, ServiceActivities.class);
    this.miners = Steps.on(host, MinerActivities.class);
  }

  /** Once per object. */
  Outcome run() {
    return services.status(plan.miner().service()).running()
        ? Deals.pausedDuring(plan.deals(), () -> run(true))
        : run(false);
  }

  private Outcome run(boolean runs) {
    try {
      Parking.without(() -> stopSwitchStart(runs));
      return new Outcome(true, Optional.empty());
    } catch (TemporalFailure failed) {
      Workflow.newDetachedCancellationScope(undo::compensate).run();
      if (CancellationScope.current().isCancelRequested()) {
        throw failed;
      }
      return new Outcome(false, Optional.of(Trouble.of(failed, plan.scope().language())));
    }
  }

  private void stopSwitchStart(boolean runs) {
    if (runs) {
      undo.addCompensation(this::startMiner);
    }
    services.stop(plan.miner().service());
    migration.copyRest(plan);
    undo.addCompensation(
        () -> {
          services.stop(plan.miner().service());
          migration.switchBack(plan);
        });
    migration.switchIn(plan);
    if (runs) {
      startMiner();
      migration.awaitStorage(plan);
    }
  }

  private void startMiner() {
    services.start(plan.miner().service());
    miners.awaitApi(plan.miner());
  }
}
