package io.lotusflow.cli;

import io.lotusflow.home.UpState;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.Target;
import io.lotusflow.temporal.TemporalUnreachable;
import io.lotusflow.watch.Histories;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Duration;
import java.time.Instant;

/** Runs on the rehearsal network: they end before what they work on is taken away. */
final class RehearsalRuns {

  /** The node's name in the settings that the rehearsal writes. */
  private static final String NODE = "rehearsal";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Session session;

  RehearsalRuns(Session session) {
    this.session = session;
  }

  /** Cancels those that are open and waits until they have undone what they must. */
  void cancel() throws InterruptedException {
    if (session.target().origin() == Target.Origin.EMBEDDED
        && UpState.read(session.home()).filter(UpState::serverLives).isEmpty()) {
      return;
    }
    try (Connection connection = session.connect()) {
      for (Runs.Listed run : new Runs(connection.client()).open()) {
        if (run.node().equals(NODE)) {
          cancel(connection, run);
        }
      }
    } catch (TemporalUnreachable noServer) {
      session.say("rehearsal.runs-unknown", noServer.address());
    }
  }

  private void cancel(Connection connection, Runs.Listed run) throws InterruptedException {
    session.say("run.said.cancel", run.id());
    connection.client().newUntypedWorkflowStub(run.id()).cancel("the rehearsal is taken away");
    Histories histories = new Histories(connection.client());
    WorkflowExecution execution =
        WorkflowExecution.newBuilder().setWorkflowId(run.id()).setRunId(run.runId()).build();
    Instant deadline = Instant.now().plus(PATIENCE);
    while (histories.read(execution).open()) {
      if (Instant.now().isAfter(deadline)) {
        connection
            .client()
            .newUntypedWorkflowStub(
                WorkflowTargetOptions.newBuilder().setWorkflowExecution(execution).build())
            .terminate("the rehearsal is taken away");
        return;
      }
      Thread.sleep(200);
    }
  }
}
