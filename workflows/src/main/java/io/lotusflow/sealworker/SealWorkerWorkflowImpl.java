package io.lotusflow.sealworker;

import io.lotusflow.handover.HandOver;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.lotusflow.sealworker.SealWorkerPlan.Act;
import io.lotusflow.service.ServiceActivities;
import java.util.List;

/** Drained before it is stopped, unless the operator wants it now. */
public final class SealWorkerWorkflowImpl implements SealWorkerWorkflow {

  private SealWorkerActivities workers;
  private ServiceActivities services;

  @Override
  public SealWorkerReport run(SealWorkerPlan asked) {
    workers = Steps.on(asked.scope().host(), SealWorkerActivities.class);
    services = Steps.on(asked.scope().host(), ServiceActivities.class);
    asked.handOver().ifPresent(HandOver::run);
    SealWorkerPlan plan = findMiner(asked);
    return switch (plan.act()) {
      case ADD -> add(plan);
      case DRAIN -> drain(plan);
      case RESTART -> restart(plan);
      case REMOVE -> remove(plan);
      case MOVE -> new WorkerMoving(plan).run();
      case DROP_OLD -> dropOld(plan);
    };
  }

  /** From another host it is reached by another address; not every end of a worker needs it. */
  private SealWorkerPlan findMiner(SealWorkerPlan asked) {
    boolean alone = asked.now() && (asked.act() == Act.DRAIN || asked.act() == Act.REMOVE);
    return asked.elsewhere().isEmpty() || alone
        ? asked
        : asked.reaching(workers.findMiner(asked).address());
  }

  private SealWorkerReport add(SealWorkerPlan plan) {
    workers.check(plan);
    workers.define(plan);
    services.install(plan.service());
    services.start(plan.service());
    return joined(plan, workers.awaitJoined(plan));
  }

  private SealWorkerReport drain(SealWorkerPlan plan) {
    quiet(plan);
    List<Long> waiting = workers.lookAtFiles(plan).sectors();
    services.stop(plan.service());
    return ended(
        plan,
        waiting.isEmpty()
            ? "is stopped, and no sector is with it"
            : "is stopped; sectors %s have their files with it, and wait until seal-worker restart %s"
                .formatted(waiting, plan.named()));
  }

  private void quiet(SealWorkerPlan plan) {
    if (!plan.now()) {
      workers.disableTasks(plan);
      workers.awaitQuiet(plan);
    }
  }

  private SealWorkerReport restart(SealWorkerPlan plan) {
    LostWork lost = workers.lookAtJobs(plan);
    quiet(plan);
    services.install(plan.service());
    services.restart(plan.service());
    WorkerJoined joined = workers.awaitJoined(plan);
    if (plan.now() && !lost.sectors().isEmpty()) {
      workers.awaitTakenUp(plan, lost.sectors());
    }
    return joined(plan, joined);
  }

  private SealWorkerReport remove(SealWorkerPlan plan) {
    quiet(plan);
    workers.requireEmpty(plan);
    services.uninstall(plan.service());
    workers.forget(plan);
    return ended(plan, "is removed; its folder is still there");
  }

  private SealWorkerReport dropOld(SealWorkerPlan plan) {
    return new SealWorkerReport(workers.dropOld(plan), plan.worker().name(), "");
  }

  private static SealWorkerReport joined(SealWorkerPlan plan, WorkerJoined joined) {
    List<String> tasks = plan.worker().tasks().stream().map(SealTask::shortName).toList();
    String note =
        "worker %s listens on %s and does %s"
            .formatted(plan.worker().name(), plan.worker().listen(), String.join(" ", tasks));
    return new SealWorkerReport(
        Receipt.done(plan.scope().dryRun() ? "" : note), plan.worker().name(), joined.session());
  }

  private static SealWorkerReport ended(SealWorkerPlan plan, String note) {
    String told = plan.scope().dryRun() ? "" : "worker %s %s".formatted(plan.worker().name(), note);
    return new SealWorkerReport(Receipt.done(told), plan.worker().name(), "");
  }
}
