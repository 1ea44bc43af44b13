package io.lotusflow.cli;

import io.lotusflow.run.HostId;
import io.lotusflow.temporal.Connection;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.time.Duration;
import java.time.Instant;

/** Whether somebody would do the work on a host. */
final class HostWorkers {

  /** A worker asks for work at least once a minute. */
  private static final Duration ASKS_WITHIN = Duration.ofSeconds(75);

  /** After a restart the server has not heard of its workers for a moment. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Session session;
  private final Connection connection;

  HostWorkers(Session session, Connection connection) {
    this.session = session;
    this.connection = connection;
  }

  /** Waits a little for a worker of that host; complains if there is none. */
  void require(HostId host) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!anyFor(host)) {
      if (Instant.now().isAfter(deadline)) {
        throw new Complaint(
            Exit.NO_WORKER,
            session.text("worker.none", host),
            session.text("worker.none.seen", host.taskQueue(), connection.target().address()),
            session.text("worker.none.todo"));
      }
      Thread.sleep(200);
    }
  }

  boolean anyFor(HostId host) {
    Instant oldest = Instant.now().minus(ASKS_WITHIN);
    return connection
        .stubs()
        .blockingStub()
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(connection.target().namespace())
                .setTaskQueue(TaskQueue.newBuilder().setName(host.taskQueue()))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                .build())
        .getPollersList()
        .stream()
        .anyMatch(poller -> lastAsked(poller).isAfter(oldest));
  }

  private static Instant lastAsked(PollerInfo poller) {
    return Instant.ofEpochSecond(poller.getLastAccessTime().getSeconds());
  }
}
