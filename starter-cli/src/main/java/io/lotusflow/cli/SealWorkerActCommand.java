package io.lotusflow.cli;

import io.lotusflow.messages.Nearest;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.sealworker.SealWorkerWorkflow;
import io.lotusflow.settings.Plans;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command for one seal worker that was added before. */
abstract class SealWorkerActCommand extends ProcedureCommand {

  private final SealWorkerPlan.Act act;

  @Parameters(paramLabel = "NAME", descriptionKey = "NAME")
  private String name = "";

  @Option(names = "--host", paramLabel = "HOST")
  private Optional<String> host = Optional.empty();

  @Option(names = "--now")
  private boolean now;

  SealWorkerActCommand(Session session, SealWorkerPlan.Act act) {
    super(session);
    this.act = act;
  }

  @Override
  final Procedure procedure(Plans plans) {
    WorkerHost there =
        WorkerHost.named(
            session(), plans, host, Optional.empty(), Optional.empty(), Optional.empty());
    SealWorker worker = there.find(name).orElseThrow(() -> unknown(there));
    SealWorkerPlan plan = there.plan(act(), worker, Optional.empty(), now);
    return new Procedure(
        SealWorkerWorkflow.PROCEDURE, SealWorkerWorkflow.class, completed(plan, there));
  }

  SealWorkerPlan.Act act() {
    return act;
  }

  /** With what this command has besides. */
  SealWorkerPlan completed(SealWorkerPlan plan, WorkerHost there) {
    return plan;
  }

  private Complaint unknown(WorkerHost there) {
    List<String> names = there.workers().stream().map(seen -> seen.worker().name()).toList();
    return new Complaint(
        Exit.USAGE,
        there.isElsewhere()
            ? session().text("seal-worker.unknown.elsewhere", name, there.id())
            : session().text("seal-worker.unknown", name),
        session().text("seal-worker.unknown.seen", String.join(", ", names)),
        Nearest.to(name, names)
            .map(near -> session().text("schedule.did-you-mean", near))
            .orElseGet(() -> session().text("seal-worker.unknown.todo")));
  }
}
