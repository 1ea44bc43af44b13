package io.lotusflow.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.catalogue.Catalogue;
import io.lotusflow.home.Home;
import io.lotusflow.run.TaskQueues;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that began before encryption was turned on go on under it. */
class PlainHistoriesTest {

  private static final Path HISTORIES = Path.of("../workflows/src/test/resources/histories");

  @TempDir Path folder;

  @Test
  void goOnOnceEncryptionIsOn() throws Exception {
    PayloadKeyFile keys = PayloadKeyFile.of(new Home(folder), Map.of());
    keys.add(PayloadKey.random("a"), true);
    List<Path> histories = histories();
    assertThat(histories).hasSizeGreaterThan(30);
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(new EncryptingConverter(new PayloadCipher(keys)))
                    .build())
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder()
                    .setWorkerInterceptors(Catalogue.interceptor())
                    .build())
            .build();
    try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(options)) {
      Worker worker =
          temporal.newWorker(
              TaskQueues.WORKFLOWS,
              WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(60_000).build());
      worker.registerWorkflowImplementationTypes(Catalogue.WORKFLOWS.toArray(Class<?>[]::new));
      for (Path history : histories) {
        WorkflowReplayer.replayWorkflowExecution(
            WorkflowExecutionHistory.fromJson(Files.readString(history)), worker);
      }
    }
  }

  private static List<Path> histories() throws IOException {
    try (Stream<Path> files = Files.list(HISTORIES)) {
      return files.sorted().toList();
    }
  }
}
