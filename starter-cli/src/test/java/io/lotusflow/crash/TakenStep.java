package io.lotusflow.crash;

import com.google.protobuf.util.Timestamps;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A step of a run that is over.
 *
 * @param took its last attempt
 * @param ended when that was over
 * @param lastFailure of the attempt before the last; empty if there was only one
 */
public record TakenStep(
    String name, String type, Duration took, Instant ended, int attempts, String lastFailure) {

  /** Of its last attempt. */
  Instant began() {
    return ended.minus(took);
  }

  /** Which of its type it is, in its run: 2 for {@code Storage.Attach 2}. */
  int occurrence() {
    int space = name.lastIndexOf(' ');
    String last = name.substring(space + 1);
    return last.matches("\\d+") ? Integer.parseInt(last) : 1;
  }

  /** Of the run it is a step of. */
  String workflowId(String rootId) {
    int space = name.indexOf(' ');
    boolean inChild = space > 0 && !name.substring(0, space).contains(".");
    return inChild ? rootId + '/' + name.substring(0, space) : rootId;
  }

  /** Of a run and its children, in the order of their beginning. */
  static List<TakenStep> of(Server server, String rootId) {
    return of(server, rootId, WorkflowExecution.newBuilder().setWorkflowId(rootId).build());
  }

  private static List<TakenStep> of(Server server, String rootId, WorkflowExecution run) {
    List<TakenStep> taken = new ArrayList<>();
    List<HistoryEvent> events = server.events(run);
    Map<String, Integer> seen = new HashMap<>();
    for (HistoryEvent event : events) {
      switch (event.getEventType()) {
        case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> {
          String type = event.getActivityTaskScheduledEventAttributes().getActivityType().getName();
          int times = seen.merge(type, 1, Integer::sum);
          String name = StepWatch.name(rootId, run.getWorkflowId(), type, times);
          taken.add(ended(name, type, event.getEventId(), events));
        }
        case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED ->
            taken.addAll(
                of(
                    server,
                    rootId,
                    event
                        .getChildWorkflowExecutionStartedEventAttributes()
                        .getWorkflowExecution()));
        default -> {}
      }
    }
    return taken;
  }

  private static TakenStep ended(
      String name, String type, long scheduled, List<HistoryEvent> events) {
    for (HistoryEvent event : events) {
      ActivityTaskStartedEventAttributes started = event.getActivityTaskStartedEventAttributes();
      if (event.hasActivityTaskStartedEventAttributes()
          && started.getScheduledEventId() == scheduled) {
        Instant end = time(events.get(events.indexOf(event) + 1));
        return new TakenStep(
            name,
            type,
            Duration.between(time(event), end),
            end,
            started.getAttempt(),
            started.hasLastFailure() ? started.getLastFailure().getMessage() : "");
      }
    }
    return new TakenStep(name, type, Duration.ZERO, Instant.EPOCH, 0, "never started");
  }

  private static Instant time(HistoryEvent event) {
    return Instant.ofEpochMilli(Timestamps.toMillis(event.getEventTime()));
  }
}
