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

  /** After so long an alert is no news any more. */
  public static final Duration OLD_NEWS = Duration.ofDays(3);

  private static final int LOSSES = 30;

  private Steps() {}

  /**
   * For how long a step waits for its host while something on another one is down, five minutes
   * unless the operator says otherwise: more than a worker needs to start again, much less than a
   * deadline.
   *
   * @param workerLost of the plan
   */
  static Duration absentAtMost(Duration workerLost) {
    return workerLost.multipliedBy(LOSSES);
  }

  /** As {@link #on}, for activities that are {@link Unattended}: each fails after that time. */
  public static <T> T tryingFor(Duration atMost, HostId host, Class<T> activities) {
    RetryOptions patient =
        PATIENT.toBuilder().setMaximumInterval(Duration.ofMinutes(5)).validateBuildWithDefaults();
    return Workflow.newActivityStub(
        activities,
        ActivityOptions.newBuilder()
            .setTaskQueue(host.taskQueue())
            .setScheduleToCloseTimeout(atMost)
            .setStartToCloseTimeout(Duration.ofMinutes(1))
            .setRetryOptions(patient)
            .build());
  }

  /** The activities of one interface, on the plan's host. */
  public static <T> T on(HostId host, Class<T> activities) {
    return onQueue(host.taskQueue(), activities);
  }

  static <T> T onQueue(String queue, Class<T> activities) {
    return Workflow.newActivityStub(activities, STEP.toBuilder().setTaskQueue(queue).build());
  }
}
