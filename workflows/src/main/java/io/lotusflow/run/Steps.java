package io.lotusflow.run;

import static io.temporal.activity.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * How long each kind of step may take and how it is retried: the one place to look when one times
 * out.
 */
public final class Steps {

  private static final RetryOptions PATIENT =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofSeconds(30))
          .build();

  /**
   * A step of any length. Attempts are unlimited, because a lost worker costs one; a step that
   * itself fails again and again is given up by the worker's {@code Patience}, and then parks.
   */
  private static final ActivityOptions STEP =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofDays(30))
          .setHeartbeatTimeout(Scope.WORKER_LOST)
          .setCancellationType(WAIT_CANCELLATION_COMPLETED)
          .setRetryOptions(PATIENT)
          .build();

  private Steps() {}

  /** The activities of one interface, on the plan's host. */
  public static <T> T on(HostId host, Class<T> activities) {
    return onQueue(host.taskQueue(), activities);
  }

  static <T> T onQueue(String queue, Class<T> activities) {
    return Workflow.newActivityStub(activities, STEP.toBuilder().setTaskQueue(queue).build());
  }
}
