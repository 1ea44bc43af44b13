package io.lotusflow.worker;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A procedure that does nothing but wait, step by step, for files that a test puts down. */
final class Trial {

  private Trial() {}

  @WorkflowInterface
  public interface TrialWorkflow {
    /** Waits for {@code folder/1} up to {@code folder/steps}; returns how many attempts it took. */
    @WorkflowMethod
    int run(String folder, int steps, String hostQueue);
  }

  @ActivityInterface
  public interface TrialActivities {
    /** Returns the number of the attempt that saw the file. */
    int await(String file);
  }

  public static final class TrialWorkflowImpl implements TrialWorkflow {
    @Override
    public int run(String folder, int steps, String hostQueue) {
      TrialActivities activities =
          Workflow.newActivityStub(
              TrialActivities.class,
              ActivityOptions.newBuilder()
                  .setTaskQueue(hostQueue)
                  .setStartToCloseTimeout(Duration.ofMinutes(5))
                  .setHeartbeatTimeout(Duration.ofSeconds(5))
                  .setRetryOptions(
                      RetryOptions.newBuilder()
                          .setInitialInterval(Duration.ofMillis(200))
                          .setMaximumInterval(Duration.ofSeconds(1))
                          .build())
                  .build());
      int attempts = 0;
      for (int step = 1; step <= steps; step++) {
        attempts += activities.await(folder + '/' + step);
      }
      return attempts;
    }
  }

  static final class TrialActivitiesImpl implements TrialActivities {
    @Override
    public int await(String file) {
      var context = Activity.getExecutionContext();
      try {
        Files.writeString(Path.of(file + ".started"), "attempt " + context.getInfo().getAttempt());
        while (!Files.exists(Path.of(file))) {
          context.heartbeat(null);
          Thread.sleep(50);
        }
        return context.getInfo().getAttempt();
      } catch (InterruptedException | java.io.IOException e) {
        throw Activity.wrap(e);
      }
    }
  }
}
