package io.lotusflow.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lotusflow.run.Asked;
import io.lotusflow.run.Attention;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.Skipped;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** One workflow of a run, folded from its history. Events that were seen before change nothing. */
final class WorkflowFold {

  /** A step or a procedure below, in the order they began. */
  sealed interface Part {}

  record StepPart(StepCell cell) implements Part {}

  record ChildPart(WorkflowExecution child) implements Part {}

  private final String workflowId;
  private final List<Part> parts = new ArrayList<>();
  private final Map<Long, StepCell> byScheduledEvent = new HashMap<>();
  private long newestEvent;
  private RunView.Status status = RunView.Status.OPEN;
  private Instant started = Instant.EPOCH;
  private Optional<Instant> closed = Optional.empty();
  private Optional<Attention> attention = Optional.empty();
  private String type = "";
  private JsonNode plan = MissingNode.getInstance();
  private Optional<Asked> asked = Optional.empty();
  private Optional<Skipped> skipped = Optional.empty();
  private final Set<String> workers = new LinkedHashSet<>();
  private Optional<JsonNode> result = Optional.empty();
  private Optional<Trouble> trouble = Optional.empty();

  WorkflowFold(String workflowId) {
    this.workflowId = workflowId;
  }

  /** Takes in the next event; gives the execution of a child that has just begun. */
  Optional<WorkflowExecution> add(HistoryEvent event) {
    if (event.getEventId() <= newestEvent) {
      return Optional.empty();
    }
    newestEvent = event.getEventId();
    if (event.hasChildWorkflowExecutionStartedEventAttributes()) {
      WorkflowExecution child =
          event.getChildWorkflowExecutionStartedEventAttributes().getWorkflowExecution();
      parts.add(new ChildPart(child));
      return Optional.of(child);
    }
    addToSteps(event);
    addToRun(event);
    return Optional.empty();
  }

  private void addToSteps(HistoryEvent event) {
    Instant at = Decoded.instant(event.getEventTime());
    switch (event.getEventType()) {
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> scheduled(event, at);
      case EVENT_TYPE_ACTIVITY_TASK_STARTED -> {
        var started = event.getActivityTaskStartedEventAttributes();
        workers.add(started.getIdentity());
        cell(started.getScheduledEventId())
            .ifPresent(c -> c.started(started.getAttempt(), isLostWorker(started)));
      }
      case EVENT_TYPE_ACTIVITY_TASK_COMPLETED -> {
        var done = event.getActivityTaskCompletedEventAttributes();
        JsonNode given = Decoded.first(done.getResult());
        cell(done.getScheduledEventId()).ifPresent(c -> c.completed(given, at));
      }
      case EVENT_TYPE_ACTIVITY_TASK_FAILED -> {
        var failed = event.getActivityTaskFailedEventAttributes();
        Trouble why = Decoded.trouble(failed.getFailure());
        cell(failed.getScheduledEventId()).ifPresent(c -> c.failed(why, at));
      }
      case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT -> {
        var timedOut = event.getActivityTaskTimedOutEventAttributes();
        Trouble why = Decoded.trouble(timedOut.getFailure());
        cell(timedOut.getScheduledEventId()).ifPresent(c -> c.failed(why, at));
      }
      case EVENT_TYPE_ACTIVITY_TASK_CANCELED ->
          cell(event.getActivityTaskCanceledEventAttributes().getScheduledEventId())
              .ifPresent(c -> c.cancelled(at));
      case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED -> {
        var update = event.getWorkflowExecutionUpdateAcceptedEventAttributes();
        if (update.getAcceptedRequest().getInput().getName().equals("skip")) {
          newestCell(StepCell::failed).ifPresent(StepCell::skipped);
        }
      }
      default -> {}
    }
  }

  private void scheduled(HistoryEvent event, Instant at) {
    var scheduled = event.getActivityTaskScheduledEventAttributes();
    Optional<StepCell> again = newestCell(cell -> cell.resumedBy(scheduled));
    again.ifPresent(cell -> cell.scheduledAgain(scheduled));
    StepCell cell = again.orElseGet(() -> newCell(event, at));
    byScheduledEvent.put(event.getEventId(), cell);
  }

  private StepCell newCell(HistoryEvent event, Instant at) {
    StepCell cell = new StepCell(workflowId, event.getActivityTaskScheduledEventAttributes(), at);
    parts.add(new StepPart(cell));
    return cell;
  }

  private void addToRun(HistoryEvent event) {
    Instant at = Decoded.instant(event.getEventTime());
    switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_STARTED -> {
        var begun = event.getWorkflowExecutionStartedEventAttributes();
        started = at;
        type = begun.getWorkflowType().getName();
        plan = Decoded.first(begun.getInput());
        remember(begun.getMemo().getFieldsMap());
      }
      case EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED ->
          remember(
              event
                  .getWorkflowPropertiesModifiedEventAttributes()
                  .getUpsertedMemo()
                  .getFieldsMap());
      case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED -> {
        var done = event.getWorkflowExecutionCompletedEventAttributes();
        result = Optional.of(Decoded.first(done.getResult()));
        close(RunView.Status.COMPLETED, at);
      }
      case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED -> {
        var failure = event.getWorkflowExecutionFailedEventAttributes().getFailure();
        trouble = Optional.of(Decoded.trouble(failure));
        close(Decoded.isCancel(failure) ? RunView.Status.CANCELLED : RunView.Status.FAILED, at);
      }
      case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT -> close(RunView.Status.FAILED, at);
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED -> close(RunView.Status.CANCELLED, at);
      case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED -> {
        String reason = event.getWorkflowExecutionTerminatedEventAttributes().getReason();
        trouble = Optional.of(reason).filter(r -> !r.isBlank()).map(Trouble::terminated);
        close(RunView.Status.TERMINATED, at);
      }
      default -> {}
    }
  }

  private void remember(Map<String, Payload> memo) {
    Payload said = memo.get(RunMemo.ATTENTION);
    if (said != null) {
      attention = Decoded.as(Attention.class, Decoded.json(said));
    }
    if (memo.containsKey(RunMemo.ASKED)) {
      asked = Decoded.as(Asked.class, Decoded.json(memo.get(RunMemo.ASKED)));
    }
    if (memo.containsKey(RunMemo.SKIPPED)) {
      skipped = Decoded.as(Skipped.class, Decoded.json(memo.get(RunMemo.SKIPPED)));
    }
  }

  /** No sign of life came, or no result: the attempt before this one died with its worker. */
  private static boolean isLostWorker(ActivityTaskStartedEventAttributes started) {
    return started.getLastFailure().hasTimeoutFailureInfo();
  }

  /** What the run was before it began, and what befell it. */
  RunBackground background() {
    return new RunBackground(
        type,
        plan,
        asked,
        skipped,
        workers,
        byScheduledEvent.values().stream().distinct().mapToInt(StepCell::lostWorkers).sum());
  }

  private void close(RunView.Status how, Instant at) {
    status = how;
    closed = Optional.of(at);
  }

  /** The server's word on the steps that have not ended. */
  void describe(List<PendingActivityInfo> pending) {
    for (PendingActivityInfo activity : pending) {
      byScheduledEvent.values().stream()
          .filter(cell -> cell.hasActivityId(activity.getActivityId()))
          .forEach(cell -> cell.describe(activity));
    }
  }

  private Optional<StepCell> cell(long scheduledEventId) {
    return Optional.ofNullable(byScheduledEvent.get(scheduledEventId));
  }

  private Optional<StepCell> newestCell(Predicate<StepCell> which) {
    return parts.stream()
        .filter(StepPart.class::isInstance)
        .map(part -> ((StepPart) part).cell())
        .filter(which)
        .reduce((older, newer) -> newer);
  }

  boolean hasOpenSteps() {
    return byScheduledEvent.values().stream().anyMatch(cell -> !cell.ended());
  }

  List<Part> parts() {
    return parts;
  }

  RunView.Status status() {
    return status;
  }

  Instant started() {
    return started;
  }

  Optional<Instant> closed() {
    return closed;
  }

  Optional<Attention> attention() {
    return attention;
  }

  Optional<JsonNode> result() {
    return result;
  }

  Optional<Trouble> trouble() {
    return trouble;
  }
}
