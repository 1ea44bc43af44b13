package io.lotusflow.cli;

import io.lotusflow.run.Attention;
import io.lotusflow.run.HostId;
import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Histories;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.TemporalFailure;
import java.util.Optional;
import java.util.function.Function;

/** Says something to a run that waits for a person, and follows what it does then. */
final class OperatorWord {

  private final Session session;
  private final RunChoice choice;

  OperatorWord(Session session, RunChoice choice) {
    this.session = session;
    this.choice = choice;
  }

  /**
   * Sends the word to whoever waits for it.
   *
   * @param update name in {@link io.lotusflow.run.RunControl}
   * @param argument of that update, from what the run waits for; empty if it takes none
   * @return exit code
   */
  int say(String update, Function<Attention, Optional<String>> argument, boolean detach)
      throws InterruptedException {
    try (Connection connection = session.connect()) {
      WorkflowExecution run = choice.choose(session, connection);
      Histories histories = new Histories(connection.client());
      Attention attention =
          histories
              .memory(run.getWorkflowId())
              .flatMap(memory -> memory.attention())
              .orElseThrow(() -> nothingWaits(run));
      requireWorker(connection, run);
      send(connection, run, attention, update, argument.apply(attention));
      session.say("run.said." + update, run.getWorkflowId());
      return detach
          ? Exit.DONE
          : new Following(session, histories, Optional.of(attention)).follow(run);
    }
  }

  private void send(
      Connection connection,
      WorkflowExecution run,
      Attention attention,
      String update,
      Optional<String> argument) {
    WorkflowStub parked = connection.client().newUntypedWorkflowStub(attention.workflowId());
    try {
      parked.update(update, Void.class, argument.stream().toArray());
    } catch (WorkflowUpdateException rejected) {
      String why =
          rejected.getCause() instanceof TemporalFailure cause
              ? cause.getOriginalMessage()
              : String.valueOf(rejected.getMessage());
      throw new Complaint(
          Exit.FAILED,
          session.text("run.rejected", "run " + update, run.getWorkflowId()),
          why,
          session.text("outcome.failed.todo", run.getWorkflowId()));
    }
  }

  /** Only a worker can hear the word; without one it would wait unheard. */
  private void requireWorker(Connection connection, WorkflowExecution run)
      throws InterruptedException {
    Optional<Runs.Listed> listed =
        new Runs(connection.client())
            .open().stream().filter(r -> r.id().equals(run.getWorkflowId())).findFirst();
    if (listed.isPresent()) {
      new HostWorkers(session, connection).requireAny(new HostId(listed.get().host()));
    }
  }

  private Complaint nothingWaits(WorkflowExecution run) {
    return session.complaint(Exit.FAILED, "run.waits-not", run.getWorkflowId());
  }
}
