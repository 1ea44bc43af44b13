package io.lotusflow.cli;

import io.lotusflow.messages.Nearest;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.sealworker.SealWorkerWorkflow;
import io.lotusflow.sealworker.SealWorkers;
import io.lotusflow.settings.Plans;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command for one seal worker that was added before. */
abstract class SealWorkerActCommand extends ProcedureCommand {

  private final SealWorkerPlan.Act act;

  @Parameters(paramLabel = "NAME")
  private String name = "";

  @Option(names = "--now")
  private boolean now;

  SealWorkerActCommand(Session session, SealWorkerPlan.Act act) {
    super(session);
    this.act = act;
  }

  @Override
  final Procedure procedure(Plans plans) {
    SealWorkers workers = new SealWorkers(session().home().sealWorkers());
    String node = plans.scope().node().value();
    SealWorker worker = workers.find(node, name).orElseThrow(() -> unknown(workers.of(node)));
    SealWorkerPlan plan =
        plans
            .sealWorker(act(), worker, workers.minerInfo(node, name), now)
            .orElseThrow(() -> notHere("settings.no-miner-here"));
    return new Procedure(
        SealWorkerWorkflow.PROCEDURE, SealWorkerWorkflow.class, completed(plan, plans));
  }

  SealWorkerPlan.Act act() {
    return act;
  }

  /** With what this command has besides. */
  SealWorkerPlan completed(SealWorkerPlan plan, Plans plans) {
    return plan;
  }

  private Complaint unknown(List<SealWorker> there) {
    List<String> names = there.stream().map(SealWorker::name).toList();
    return new Complaint(
        Exit.USAGE,
        session().text("seal-worker.unknown", name),
        session().text("seal-worker.unknown.seen", String.join(", ", names)),
        Nearest.to(name, names)
            .map(near -> session().text("schedule.did-you-mean", near))
            .orElseGet(() -> session().text("seal-worker.unknown.todo")));
  }
}
