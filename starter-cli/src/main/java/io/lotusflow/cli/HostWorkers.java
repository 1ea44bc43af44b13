package io.lotusflow.cli;

import io.lotusflow.run.HostId;
import io.lotusflow.temporal.Connection;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

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
        throw none(host);
      }
      Thread.sleep(200);
    }
  }

  private Complaint none(HostId host) {
    boolean here = host.value().equals(session.home().hostId());
    String address = connection.target().address();
    return new Complaint(
        Exit.NO_WORKER,
        session.text("worker.none", host),
        lastHeard(host)
            .map(last -> Duration.between(last, Instant.now()).toSeconds())
            .map(seconds -> session.text("worker.none.silent", host.taskQueue(), address, seconds))
            .orElseGet(() -> session.text("worker.none.seen", host.taskQueue(), address)),
        here
            ? session.text("worker.none.todo")
            : session.text("worker.none.todo.elsewhere", address));
  }

  boolean anyFor(HostId host) {
    Instant oldest = Instant.now().minus(ASKS_WITHIN);
    return lastHeard(host).filter(oldest::isBefore).isPresent();
  }

  /** When a worker of that host asked for work last; the server forgets it after some minutes. */
  private Optional<Instant> lastHeard(HostId host) {
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
        .map(HostWorkers::lastAsked)
        .max(Comparator.naturalOrder());
  }

  private static Instant lastAsked(PollerInfo poller) {
    return Instant.ofEpochSecond(poller.getLastAccessTime().getSeconds());
  }
}
