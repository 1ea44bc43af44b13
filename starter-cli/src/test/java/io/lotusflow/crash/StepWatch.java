package io.lotusflow.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows a run and all its children as the server writes their histories: a step is known some
 * milliseconds after it was scheduled.
 */
final class StepWatch {

  private final Server server;
  private final String rootId;
  private final Consumer<StepAtWork> begins;
  private final BlockingQueue<Object> news = new LinkedBlockingQueue<>();
  private volatile boolean over;

  /** The root has ended. */
  private static final Object ENDED = "ended";

  StepWatch(Server server, String rootId, Consumer<StepAtWork> begins) {
    this.server = server;
    this.rootId = rootId;
    this.begins = begins;
  }

  /** Returns when the run has ended. Whatever one of the followers throws comes out of here. */
  void toItsEnd(Duration atMost) throws InterruptedException {
    follow(WorkflowExecution.newBuilder().setWorkflowId(rootId).build());
    Object first = news.poll(atMost.toSeconds(), TimeUnit.SECONDS);
    over = true;
    if (first instanceof Throwable failed) {
      throw new AssertionError("the watch failed: " + failed.getMessage(), failed);
    }
    assertThat(first).as("%s ends within %s", rootId, atMost).isEqualTo(ENDED);
  }

  private void follow(WorkflowExecution run) {
    Thread thread = new Thread(() -> reportingFailures(run), "watch " + run.getWorkflowId());
    thread.setDaemon(true);
    thread.start();
  }

  private void reportingFailures(WorkflowExecution run) {
    try {
      read(run);
    } catch (RuntimeException | AssertionError failed) {
      if (!over) {
        news.add(failed);
      }
    }
  }

  private void read(WorkflowExecution run) {
    Map<String, Integer> seen = new HashMap<>();
    long last = 0;
    while (!over) {
      List<HistoryEvent> events = server.eventsAfter(run, last);
      for (HistoryEvent event : events) {
        last = event.getEventId();
        if (take(run, event, seen)) {
          return;
        }
      }
    }
  }

  /** Whether this was the run's last event. */
  private boolean take(WorkflowExecution run, HistoryEvent event, Map<String, Integer> seen) {
    switch (event.getEventType()) {
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> begins.accept(step(run, event, seen));
      case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED ->
          follow(event.getChildWorkflowExecutionStartedEventAttributes().getWorkflowExecution());
      // A search attribute is set in the middle of a run when it needs a person, and only then.
      case EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES ->
          throw new AssertionError(run.getWorkflowId() + " parked: " + event);
      case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
          EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
          EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
          EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED -> {
        if (run.getWorkflowId().equals(rootId)) {
          news.add(ENDED);
        }
        return true;
      }
      default -> {}
    }
    return false;
  }

  private StepAtWork step(WorkflowExecution run, HistoryEvent event, Map<String, Integer> seen) {
    ActivityTaskScheduledEventAttributes scheduled =
        event.getActivityTaskScheduledEventAttributes();
    String type = scheduled.getActivityType().getName();
    int times = seen.merge(type, 1, Integer::sum);
    return new StepAtWork(
        name(rootId, run.getWorkflowId(), type, times),
        type,
        run,
        scheduled.getActivityId(),
        event.getEventId());
  }

  static String name(String rootId, String workflowId, String type, int times) {
    String where = workflowId.equals(rootId) ? "" : workflowId.substring(rootId.length() + 1) + ' ';
    return where + type + (times == 1 ? "" : " " + times);
  }
}
