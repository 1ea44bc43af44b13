package io.lotusflow.cli;

import io.lotusflow.catalogue.Beside;
import io.lotusflow.messages.Messages;
import io.lotusflow.run.Children;
import io.lotusflow.run.PlanFormat;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.Scope;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Histories;
import io.lotusflow.watch.StepWords;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.metadata.POJOWorkflowInterfaceMetadata;
import java.util.Map;

/** Starts procedures: at most one at a time on a node, on a host where a worker listens. */
final class Launch {

  private final Session session;

  Launch(Session session) {
    this.session = session;
  }

  /**
   * Starts the procedure, or attaches to the same one that runs already, and follows it.
   *
   * @param detach return at once, with the id on standard output
   * @return exit code
   */
  int run(Procedure procedure, boolean detach) throws InterruptedException {
    MigrateServerCommand.requireNoMove(session);
    new Supervision(session).ensureServer();
    try (Connection connection = session.connect()) {
      Runs runs = new Runs(connection.client());
      requireFreeNode(runs, procedure);
      HostWorkers workers = new HostWorkers(session, connection);
      workers.require(procedure.plan().scope().host());
      workers.requireNewEnough();
      tellOfSilentHosts(workers, procedure);
      WorkflowExecution run = start(connection.client(), procedure);
      if (detach) {
        return tellId(run.getWorkflowId());
      }
      return new Following(session, new Histories(connection.client())).follow(run);
    }
  }

  /** Their steps wait until somebody takes them. */
  private void tellOfSilentHosts(HostWorkers workers, Procedure procedure) {
    procedure.plan().hostsAtWork().stream()
        .filter(host -> !workers.anyFor(host))
        .forEach(host -> session.say("launch.host-silent", host));
  }

  private int tellId(String id) {
    session.out().println(session.wantsText() ? id : "{\"id\":\"" + id + "\"}");
    session.say("run.detached", id);
    return Exit.DONE;
  }

  private void requireFreeNode(Runs runs, Procedure procedure) {
    Scope scope = procedure.plan().scope();
    if (scope.dryRun() || Beside.isProcedure(procedure.name())) {
      return;
    }
    runs.open().stream()
        .filter(run -> run.node().equals(scope.node().value()) && !run.dryRun())
        .filter(run -> !run.id().equals(procedure.id()))
        .filter(run -> !Beside.isProcedure(run.procedure()))
        .findFirst()
        .ifPresent(
            other -> {
              throw new Complaint(
                  Exit.REFUSED,
                  session.text("launch.busy", procedure.id()),
                  session.text("launch.busy.seen", other.id(), scope.node()),
                  session.text("launch.busy.todo", other.id()));
            });
  }

  private WorkflowExecution start(WorkflowClient client, Procedure procedure) {
    WorkflowStub stub =
        WorkflowStub.fromTyped(client.newWorkflowStub(procedure.workflow(), options(procedure)));
    try {
      return stub.start(procedure.plan());
    } catch (WorkflowExecutionAlreadyStarted running) {
      requireSame(client, procedure);
      session.say("launch.attached", procedure.id());
      return running.getExecution();
    }
  }

  private void requireSame(WorkflowClient client, Procedure procedure) {
    if (!procedure.plan().wantsTheSameWords()) {
      return;
    }
    Payloads running =
        client
            .fetchHistory(procedure.id())
            .getEvents()
            .get(0)
            .getWorkflowExecutionStartedEventAttributes()
            .getInput();
    if (!new Asked(running, client.getOptions().getDataConverter()).isFor(procedure.plan())) {
      throw session.complaint(Exit.REFUSED, "launch.other", procedure.id());
    }
  }

  private WorkflowOptions options(Procedure procedure) {
    Scope scope = procedure.plan().scope();
    return WorkflowOptions.newBuilder()
        .setWorkflowId(procedure.id())
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
        .setWorkflowIdConflictPolicy(
            scope.dryRun()
                ? WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING
                : WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
        .setTypedSearchAttributes(Children.attributes(procedure.name(), scope))
        .setStaticSummary(summary(procedure))
        .setStaticDetails(
            Messages.in(scope.language(), "cli").text("summary.details", procedure.id()))
        .setMemo(
            Map.of(
                "lotusflow",
                Version.number(),
                RunMemo.FORMAT,
                PlanFormat.CURRENT,
                RunMemo.ASKED,
                session.asked()))
        .build();
  }

  /** What the procedure is called where it is a child of another one. */
  private static String title(Procedure procedure) {
    String type =
        POJOWorkflowInterfaceMetadata.newInstance(procedure.workflow())
            .getWorkflowType()
            .orElseThrow();
    return new StepWords(procedure.plan().scope().language()).label(type);
  }

  /** In the language of the plan, as all that the UI shows. */
  private static String summary(Procedure procedure) {
    Scope scope = procedure.plan().scope();
    String key = scope.dryRun() ? "summary.dry-run" : "summary";
    return Messages.in(scope.language(), "cli").text(key, title(procedure), scope.node());
  }
}
