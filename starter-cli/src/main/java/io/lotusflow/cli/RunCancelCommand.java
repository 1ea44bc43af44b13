package io.lotusflow.cli;

import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Histories;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowTargetOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "cancel")
final class RunCancelCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private RunChoice choice = new RunChoice();

  @Option(names = "--detach")
  private boolean detach;

  RunCancelCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Connection connection = session.connect()) {
      WorkflowExecution run = choice.choose(session, connection);
      if (!new Confirmation(session).agreed("run.cancel.ask", run.getWorkflowId())) {
        return Exit.CANCELLED;
      }
      Histories histories = new Histories(connection.client());
      if (!histories.read(run).open()) {
        session.say("run.ended", run.getWorkflowId());
        return Exit.DONE;
      }
      connection
          .client()
          .newUntypedWorkflowStub(
              WorkflowTargetOptions.newBuilder().setWorkflowExecution(run).build())
          .cancel("run cancel");
      session.say("run.said.cancel", run.getWorkflowId());
      return detach ? Exit.DONE : awaitEnd(histories, run);
    }
  }

  private int awaitEnd(Histories histories, WorkflowExecution run) throws InterruptedException {
    Optional<io.lotusflow.run.Attention> attention =
        histories.memory(run.getWorkflowId()).flatMap(memory -> memory.attention());
    int exit = new Following(session, histories, attention).follow(run);
    return exit == Exit.CANCELLED ? Exit.DONE : exit;
  }
}
