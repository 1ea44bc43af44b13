package io.lotusflow.crash;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** The Temporal server, asked without the SDK's patience; it may die and come back at any time. */
public final class Server implements AutoCloseable {

  private static final String NAMESPACE = "default";
  private static final Duration AWAY_AT_MOST = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final long ONE_CALL_SECONDS = 30;
  private static final long NEWS_MILLIS = 300;

  private final String address;
  private ManagedChannel channel;

  public Server(String address) {
    this.address = address;
    this.channel = open(address);
  }

  private static ManagedChannel open(String address) {
    return NettyChannelBuilder.forTarget(address).usePlaintext().build();
  }

  /**
   * What came after an event of a run; waits a moment if there is nothing yet. Not longer, because
   * now and then the server forgets those who wait.
   *
   * @param run without a run id: the newest
   */
  List<HistoryEvent> eventsAfter(WorkflowExecution run, long eventId) {
    List<HistoryEvent> events = new ArrayList<>();
    Optional<ByteString> page = Optional.of(ByteString.EMPTY);
    while (page.isPresent() && (events.isEmpty() || last(events) <= eventId)) {
      Optional<GetWorkflowExecutionHistoryResponse> answer = news(run, page.get());
      answer.ifPresent(a -> events.addAll(a.getHistory().getEventsList()));
      page = answer.map(a -> a.getNextPageToken()).filter(token -> !token.isEmpty());
    }
    return events.stream().filter(event -> event.getEventId() > eventId).toList();
  }

  private static long last(List<HistoryEvent> events) {
    return events.get(events.size() - 1).getEventId();
  }

  private Optional<GetWorkflowExecutionHistoryResponse> news(
      WorkflowExecution run, ByteString page) {
    GetWorkflowExecutionHistoryRequest request =
        request(run, page).toBuilder().setWaitNewEvent(true).build();
    return ask(
        stub -> {
          try {
            return Optional.of(
                stub.withDeadlineAfter(NEWS_MILLIS, TimeUnit.MILLISECONDS)
                    .getWorkflowExecutionHistory(request));
          } catch (StatusRuntimeException none) {
            if (none.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
              return Optional.empty();
            }
            throw none;
          }
        });
  }

  /** All that is written of a run at the moment. */
  public List<HistoryEvent> events(WorkflowExecution run) {
    List<HistoryEvent> events = new ArrayList<>();
    ByteString page = ByteString.EMPTY;
    do {
      GetWorkflowExecutionHistoryRequest request = request(run, page);
      GetWorkflowExecutionHistoryResponse answer =
          ask(stub -> stub.getWorkflowExecutionHistory(request));
      events.addAll(answer.getHistory().getEventsList());
      page = answer.getNextPageToken();
    } while (!page.isEmpty());
    return events;
  }

  /** How a run ended, or what happened last in it. */
  EventType lastEvent(String workflowId) {
    List<HistoryEvent> events =
        events(WorkflowExecution.newBuilder().setWorkflowId(workflowId).build());
    return events.get(events.size() - 1).getEventType();
  }

  private static GetWorkflowExecutionHistoryRequest request(
      WorkflowExecution run, ByteString page) {
    return GetWorkflowExecutionHistoryRequest.newBuilder()
        .setNamespace(NAMESPACE)
        .setExecution(run)
        .setNextPageToken(page)
        .build();
  }

  /** The state of a step that is not done: its attempt, its heartbeat. */
  public Optional<PendingActivityInfo> pending(WorkflowExecution run, String activityId) {
    return describe(run).getPendingActivitiesList().stream()
        .filter(activity -> activity.getActivityId().equals(activityId))
        .findFirst();
  }

  /** Steps of a run that are not done; none if there is no such run yet. */
  List<PendingActivityInfo> pending(String workflowId) {
    return newest(workflowId)
        .map(DescribeWorkflowExecutionResponse::getPendingActivitiesList)
        .orElse(List.of());
  }

  /** Whether a step of that type has begun and is not done. */
  public boolean isAtWork(String workflowId, String type) {
    return pending(workflowId).stream()
        .anyMatch(
            step ->
                step.getActivityType().getName().equals(type)
                    && step.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED);
  }

  /** Whether a run of that name is at work. */
  boolean isOpen(String workflowId) {
    return newest(workflowId)
        .filter(
            run ->
                run.getWorkflowExecutionInfo().getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
        .isPresent();
  }

  private Optional<DescribeWorkflowExecutionResponse> newest(String workflowId) {
    WorkflowExecution run = WorkflowExecution.newBuilder().setWorkflowId(workflowId).build();
    return ask(
        stub -> {
          try {
            return Optional.of(stub.describeWorkflowExecution(description(run)));
          } catch (StatusRuntimeException answer) {
            if (answer.getStatus().getCode() == Status.Code.NOT_FOUND) {
              return Optional.empty();
            }
            throw answer;
          }
        });
  }

  private static DescribeWorkflowExecutionRequest description(WorkflowExecution run) {
    return DescribeWorkflowExecutionRequest.newBuilder()
        .setNamespace(NAMESPACE)
        .setExecution(run)
        .build();
  }

  public DescribeWorkflowExecutionResponse describe(WorkflowExecution run) {
    return ask(stub -> stub.describeWorkflowExecution(description(run)));
  }

  /** Whether it answers at this moment. */
  public boolean serves(WorkflowExecution run) {
    try {
      var unused =
          stub()
              .withDeadlineAfter(1, TimeUnit.SECONDS)
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(NAMESPACE)
                      .setExecution(run)
                      .build());
      return true;
    } catch (StatusRuntimeException away) {
      reconnect();
      return false;
    }
  }

  private <T> T ask(Function<WorkflowServiceBlockingStub, T> question) {
    long deadline = System.nanoTime() + AWAY_AT_MOST.toNanos();
    while (true) {
      WorkflowServiceBlockingStub stub = stub();
      try {
        return question.apply(stub.withDeadlineAfter(ONE_CALL_SECONDS, TimeUnit.SECONDS));
      } catch (StatusRuntimeException away) {
        if (System.nanoTime() > deadline
            || away.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
          throw away;
        }
        if (away.getStatus().getCode() == Status.Code.UNAVAILABLE) {
          reconnect(stub);
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    }
  }

  private synchronized WorkflowServiceBlockingStub stub() {
    return WorkflowServiceGrpc.newBlockingStub(channel);
  }

  private void reconnect() {
    reconnect(stub());
  }

  /** A channel that lost its server waits for a second and longer; a new one does not. */
  private synchronized void reconnect(WorkflowServiceBlockingStub failed) {
    if (failed.getChannel().equals(channel)) {
      channel.shutdownNow();
      channel = open(address);
    }
  }

  @Override
  public synchronized void close() {
    channel.shutdownNow();
  }
}
