package io.lotusflow.watch;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.temporal.ReadablePayloads;
import io.lotusflow.temporal.Visibility;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Workflows whose task fails again and again, as the server has marked them. */
public final class StuckWorkflows {

  /** Set by the server after some failures in a row, and taken away by the first success. */
  private static final String MARK = "TemporalReportedProblems";

  private static final Set<String> NOTHING = Set.of("", "null", "[]");
  private static final Set<EventType> FAILURES =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED, EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT);
  private static final int PAGE = 100;

  /** What comes to a workflow that is stuck stands behind its failure. */
  private static final int NEWEST = 30;

  private static final int ANSWER_SECONDS = 10;

  private final WorkflowClient client;
  private final ReadablePayloads readable;

  public StuckWorkflows(WorkflowClient client) {
    this.client = client;
    this.readable = ReadablePayloads.of(client);
  }

  /** Whether the server has marked what stands in a list. */
  public static boolean isMarked(WorkflowExecutionInfo workflow) {
    Payload mark =
        workflow
            .getSearchAttributes()
            .getIndexedFieldsOrDefault(MARK, Payload.getDefaultInstance());
    return !NOTHING.contains(mark.getData().toStringUtf8());
  }

  /** The id of the run that a workflow is a part of, or its own. */
  public static String run(WorkflowExecutionInfo workflow) {
    String root = workflow.getRootExecution().getWorkflowId();
    return root.isEmpty() ? workflow.getExecution().getWorkflowId() : root;
  }

  /** Those of a run: itself, or parts of it. */
  public List<Stuck> of(String run) {
    return find("RootWorkflowId = '" + run + "'");
  }

  /** Those that are no run's, as the leases of nodes are: runs may wait for them. */
  public List<Stuck> ofNoRun() {
    return find(SearchAttributes.PROCEDURE.getName() + " IS NULL");
  }

  private List<Stuck> find(String which) {
    List<Stuck> found = new ArrayList<>();
    String query = MARK + " IS NOT NULL AND ExecutionStatus = 'Running' AND " + which;
    try {
      for (List<WorkflowExecutionInfo> page : new Visibility(client).pages(query, PAGE)) {
        page.stream().filter(StuckWorkflows::isMarked).map(this::look).forEach(found::add);
      }
    } catch (StatusRuntimeException refused) {
      if (refused.getStatus().getCode() != Status.Code.INVALID_ARGUMENT) {
        throw refused;
      }
      // A server from before there was such a mark.
    }
    return found;
  }

  /** What is the matter with one that is marked. */
  public Stuck look(WorkflowExecutionInfo workflow) {
    Optional<HistoryEvent> failure = newestFailure(workflow);
    return new Stuck(
        workflow.getExecution().getWorkflowId(),
        run(workflow),
        failure
            .map(HistoryEvent::getEventTime)
            .map(Decoded::instant)
            .orElseGet(() -> Decoded.instant(workflow.getStartTime())),
        failure.map(StuckWorkflows::cause).orElse(""),
        failure.map(StuckWorkflows::message).orElse(""));
  }

  /** Only the first of a row is an event. */
  private Optional<HistoryEvent> newestFailure(WorkflowExecutionInfo workflow) {
    return readable
        .in(
            client
                .getWorkflowServiceStubs()
                .blockingStub()
                .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
                .getWorkflowExecutionHistoryReverse(
                    GetWorkflowExecutionHistoryReverseRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setExecution(workflow.getExecution())
                        .setMaximumPageSize(NEWEST)
                        .build()))
        .getHistory()
        .getEventsList()
        .stream()
        .filter(event -> FAILURES.contains(event.getEventType()))
        .findFirst();
  }

  private static String cause(HistoryEvent event) {
    String cause =
        event.hasWorkflowTaskFailedEventAttributes()
            ? event.getWorkflowTaskFailedEventAttributes().getCause().name()
            : event.getWorkflowTaskTimedOutEventAttributes().getTimeoutType().name();
    return cause.replace("WORKFLOW_TASK_FAILED_CAUSE_", "");
  }

  /** The innermost says most. */
  private static String message(HistoryEvent event) {
    Failure failure = event.getWorkflowTaskFailedEventAttributes().getFailure();
    while (failure.hasCause()) {
      failure = failure.getCause();
    }
    return failure.getMessage().lines().findFirst().orElse("");
  }
}
