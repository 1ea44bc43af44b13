package io.lotusflow.worker;

import static org.awaitility.Awaitility.await;

import io.lotusflow.home.Home;
import io.lotusflow.run.HostId;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.temporal.Connection;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A run of the trial procedure: the test says when each step may end. */
record TrialRun(WorkflowStub stub, Path steps) {

  static TrialRun start(Connection connection, Home home, Path folder, int count) {
    try {
      Path steps = Files.createTempDirectory(folder, "steps");
      WorkflowStub stub =
          connection
              .client()
              .newUntypedWorkflowStub(
                  "TrialWorkflow",
                  WorkflowOptions.newBuilder()
                      .setWorkflowId("trial/" + steps.getFileName())
                      .setTaskQueue(TaskQueues.WORKFLOWS)
                      .build());
      stub.start(steps.toString(), count, new HostId(home.hostId()).taskQueue());
      return new TrialRun(stub, steps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void finish(int step) {
    try {
      Files.createFile(steps.resolve(Integer.toString(step)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitStarted(int step) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(steps.resolve(step + ".started")));
  }

  /** How many attempts all steps took. */
  int attempts() {
    return stub.getResult(Integer.class);
  }
}
