package io.lotusflow.cli;

import io.lotusflow.run.HostId;
import io.lotusflow.run.Plan;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.temporal.Connection;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Another host, which is asked through its task queue while somebody waits for the answer. */
final class OtherHost {

  /** The server needs a moment to end a run whose time is over. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final Session session;
  private final HostId host;

  OtherHost(Session session, HostId host) {
    this.session = session;
    this.host = host;
  }

  /**
   * Complains if nobody does its work, or no answer comes.
   *
   * @param question type of a workflow that asks that host
   * @param name with which ids of such workflows begin
   * @param within the time the workflow gives the host
   */
  <T> T ask(String question, String name, Plan plan, Duration within, Class<T> answer) {
    try {
      new Supervision(session).ensureServer();
      try (Connection connection = session.connect()) {
        new HostWorkers(session, connection).require(host);
        return ask(connection, question, name, plan, within, answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private <T> T ask(
      Connection connection,
      String question,
      String name,
      Plan plan,
      Duration within,
      Class<T> answer) {
    WorkflowStub run =
        connection
            .client()
            .newUntypedWorkflowStub(
                question,
                WorkflowOptions.newBuilder()
                    .setWorkflowId("%s/%s/%s".formatted(name, host, UUID.randomUUID()))
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .setWorkflowExecutionTimeout(within.plus(SLACK))
                    .build());
    run.start(plan);
    try {
      return run.getResult(within.plus(SLACK).plus(SLACK).toSeconds(), TimeUnit.SECONDS, answer);
    } catch (WorkflowException | TimeoutException silent) {
      throw new Complaint(
          Exit.NO_WORKER,
          session.text("seal-worker.host.silent", host, within.toSeconds()),
          session.text("seal-worker.host.silent.seen", host.taskQueue()),
          session.text("seal-worker.host.silent.todo"));
    }
  }
}
