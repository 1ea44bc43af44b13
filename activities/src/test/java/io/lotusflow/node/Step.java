package io.lotusflow.node;

import io.lotusflow.job.Jobs;
import io.lotusflow.temporal.Payloads;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.RetryOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.nio.file.Path;
import java.time.Duration;

/** Runs activities that start jobs: real jobs, and Temporal's own test environment around them. */
public final class Step implements AutoCloseable {
  public final Jobs jobs;
  private final TestActivityEnvironment temporal =
      TestActivityEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
              .build());

  public Step(Path folder) {
    jobs = new Jobs(folder.resolve("jobs"));
  }

  /** A stub over an implementation; a failing activity fails at once. */
  public <T> T stub(Class<T> type, T implementation) {
    temporal.registerActivitiesImplementations(implementation);
    return temporal.newActivityStub(
        type,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMinutes(2))
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
            .build());
  }

  @Override
  public void close() {
    temporal.close();
  }
}
