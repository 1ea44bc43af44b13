package io.lotusflow.fleet;

import com.google.common.util.concurrent.ListenableFuture;
import io.lotusflow.run.HostId;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.temporal.Connection;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Signs of life of the workers that do the work of hosts, as the server has noted them. */
public final class WorkerSigns {

  /** A worker asks for work at least once a minute. */
  public static final Duration ASKS_WITHIN = Duration.ofSeconds(75);

  private final Connection connection;
  private final HostClock clock;

  /**
   * @param clock of this host, as the signs have the server's times
   */
  public WorkerSigns(Connection connection, HostClock clock) {
    this.connection = connection;
    this.clock = clock;
  }

  /** A worker that asked for work; the server forgets it after some minutes. */
  record Sign(WorkerIdentity worker, Instant at) {}

  /** Whether that moment is so near that its worker still takes work. */
  public boolean isFresh(Instant at) {
    return at.isAfter(clock.serverTime().minus(ASKS_WITHIN));
  }

  /** Whether a worker of that host takes work. */
  public boolean isThere(HostId host) {
    return lastHeard(host).filter(this::isFresh).isPresent();
  }

  /** When a worker of that host asked for work last. */
  public Optional<Instant> lastHeard(HostId host) {
    return newest(connection.stubs().blockingStub().describeTaskQueue(request(host)));
  }

  /**
   * The same of many, asked at once. A host of which no answer came in time is absent, which says
   * nothing about its worker.
   */
  public Map<HostId, Optional<Instant>> lastHeard(Collection<HostId> hosts, Duration within) {
    Map<HostId, ListenableFuture<DescribeTaskQueueResponse>> asked = new LinkedHashMap<>();
    hosts.forEach(
        host ->
            asked.put(
                host,
                connection
                    .stubs()
                    .futureStub()
                    .withDeadlineAfter(within.toMillis(), TimeUnit.MILLISECONDS)
                    .describeTaskQueue(request(host))));
    Map<HostId, Optional<Instant>> heard = new HashMap<>();
    asked.forEach(
        (host, answer) -> answered(answer).ifPresent(seen -> heard.put(host, newest(seen))));
    return heard;
  }

  private static Optional<DescribeTaskQueueResponse> answered(
      ListenableFuture<DescribeTaskQueueResponse> answer) {
    try {
      return Optional.of(answer.get());
    } catch (ExecutionException noAnswer) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether there is a worker that goes on with runs, of whichever host. */
  public boolean anyHears() {
    return ofRuns().stream().anyMatch(sign -> isFresh(sign.at()));
  }

  /**
   * A worker that is older than the book of hosts, so that nothing else tells of it: it goes on
   * with any run, and leaves out of its plan what it does not know.
   */
  public Optional<WorkerIdentity> older() {
    return ofRuns().stream()
        .filter(sign -> sign.worker().place().isEmpty() && isFresh(sign.at()))
        .map(Sign::worker)
        .filter(worker -> !worker.hasEndedHere())
        .findFirst();
  }

  private List<Sign> ofRuns() {
    return signs(
        DescribeTaskQueueRequest.newBuilder()
            .setNamespace(connection.target().namespace())
            .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.WORKFLOWS))
            .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
            .build());
  }

  /** All that asked for the work of that host. */
  List<Sign> of(HostId host) {
    return signs(request(host));
  }

  private List<Sign> signs(DescribeTaskQueueRequest queue) {
    return connection.stubs().blockingStub().describeTaskQueue(queue).getPollersList().stream()
        .map(poller -> new Sign(WorkerIdentity.parse(poller.getIdentity()), lastAsked(poller)))
        .toList();
  }

  private DescribeTaskQueueRequest request(HostId host) {
    return DescribeTaskQueueRequest.newBuilder()
        .setNamespace(connection.target().namespace())
        .setTaskQueue(TaskQueue.newBuilder().setName(host.taskQueue()))
        .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
        .build();
  }

  private static Optional<Instant> newest(DescribeTaskQueueResponse queue) {
    return queue.getPollersList().stream()
        .map(WorkerSigns::lastAsked)
        .max(Comparator.naturalOrder());
  }

  private static Instant lastAsked(PollerInfo poller) {
    return Instant.ofEpochSecond(poller.getLastAccessTime().getSeconds());
  }
}
