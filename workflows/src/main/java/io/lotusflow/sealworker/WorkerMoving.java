package io.lotusflow.sealworker;

import io.lotusflow.run.Parking;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.lotusflow.run.Trouble;
import io.lotusflow.service.ServiceActivities;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Saga;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/**
 * Another folder for a worker. Most is copied while it works, and again when it is quiet; stopped
 * it is only for what changed since. The old folder is touched by nothing until the worker runs
 * from the new one, and is kept then.
 */
final class WorkerMoving {

  private final SealWorkerPlan plan;
  private final SealWorkerPlan moved;
  private final SealWorkerActivities workers;
  private final ServiceActivities services;
  private String session = "";

  WorkerMoving(SealWorkerPlan plan) {
    this.plan = plan;
    this.moved = plan.moved();
    this.workers = Steps.on(plan.scope().host(), SealWorkerActivities.class);
    this.services = Steps.on(plan.scope().host(), ServiceActivities.class);
  }

  SealWorkerReport run() {
    workers.checkMove(plan);
    workers.copy(plan);
    Optional<Trouble> trouble = attempt();
    while (trouble.isPresent()) {
      // It works in the old folder again: only now may the run wait for a person.
      Parking.untilResumed(
          "SealWorker.CopyRest", SealWorkerProblem.SEAL_WORKER_MOVED_BACK, trouble.get());
      trouble = attempt();
    }
    return report(workers.setAside(plan).folder());
  }

  private Optional<Trouble> attempt() {
    Saga undo = new Saga(new Saga.Options.Builder().setParallelCompensation(false).build());
    boolean ran = services.status(plan.service()).running();
    if (!plan.now()) {
      quiet(undo);
    }
    try {
      Parking.without(() -> stopCopyStart(undo, ran));
      return Optional.empty();
    } catch (TemporalFailure failed) {
      restore(undo);
      if (CancellationScope.current().isCancelRequested()) {
        throw failed;
      }
      return Optional.of(Trouble.of(failed, plan.scope().language()));
    }
  }

  /** May take hours, in which much changes: so that is copied before anything is stopped. */
  private void quiet(Saga undo) {
    try {
      undo.addCompensation(() -> workers.enableTasks(plan));
      workers.disableTasks(plan);
      workers.awaitQuiet(plan);
      workers.copy(plan);
    } catch (TemporalFailure ended) {
      restore(undo);
      throw ended;
    }
  }

  private void stopCopyStart(Saga undo, boolean ran) {
    if (ran) {
      undo.addCompensation(() -> services.start(plan.service()));
    }
    services.stop(plan.service());
    workers.copyRest(plan);
    workers.verifyCopy(plan);
    undo.addCompensation(this::switchBack);
    workers.define(moved);
    services.install(moved.service());
    services.start(moved.service());
    session = workers.awaitJoined(moved).session();
    workers.awaitStorage(moved);
  }

  private void switchBack() {
    services.stop(moved.service());
    workers.define(plan);
    services.install(plan.service());
  }

  private static void restore(Saga undo) {
    Workflow.newDetachedCancellationScope(undo::compensate).run();
  }

  private SealWorkerReport report(String old) {
    String name = plan.worker().name();
    String note =
        "worker %s works in %s; its old folder is kept as %s until seal-worker move %s --drop-old"
            .formatted(name, moved.worker().path(), old, plan.named());
    return new SealWorkerReport(Receipt.done(plan.scope().dryRun() ? "" : note), name, session);
  }
}
