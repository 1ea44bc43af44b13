package io.lotusflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.catalogue.Catalogue;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.temporal.Payloads;
import io.temporal.client.WorkflowClientOptions;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs that were recorded on a real server (installs, first and again, cancelled, parked) and must
 * go on under today's code. A red test here means that an upgrade would break runs in flight: use
 * {@code Workflow.getVersion}. A new shape of a workflow is a new file; none is ever overwritten.
 */
class ReplayTest {

  /** A class that is loaded on a busy machine is no deadlock; as shipped, it is one after 1 s. */
  private static final WorkerOptions PATIENT =
      WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(60_000).build();

  private static final Path HISTORIES = Path.of("src/test/resources/histories");

  @ParameterizedTest
  @MethodSource("histories")
  void recordedRunGoesOnUnderTodaysCode(String history) throws Exception {
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder()
                    .setWorkerInterceptors(Catalogue.interceptor())
                    .build())
            .build();
    try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(options)) {
      Worker worker = temporal.newWorker(TaskQueues.WORKFLOWS, PATIENT);
      worker.registerWorkflowImplementationTypes(Catalogue.WORKFLOWS.toArray(Class<?>[]::new));
      WorkflowReplayer.replayWorkflowExecutionFromResource("histories/" + history, worker);
    }
  }

  @Test
  void everyProcedureHasARecordedRun() throws IOException {
    assertThat(histories())
        .extracting(file -> file.replaceFirst("-\\d.*", ""))
        .contains(
            "install",
            "install-spread",
            "host",
            "build",
            "params",
            "snapshot",
            "node",
            "sync",
            "miner",
            "snapshot-fetch",
            "chain-reset",
            "chain-rollback",
            "chain-keep",
            "node-lease",
            "scheduled",
            "alert",
            "backup",
            "backup-restore",
            "benchmark",
            "seal-worker",
            "seal-host",
            "sector-pledge",
            "sector-watch",
            "sector-set-state",
            "sector-snap-up",
            "sector-recover",
            "storage-attach",
            "deals",
            "restart",
            "miner-config",
            "storage-migrate",
            "upgrade",
            "upgrade-rollback",
            "actor",
            "wallet-new",
            "wallet-backup");
  }

  static List<String> histories() throws IOException {
    try (Stream<Path> files = Files.list(HISTORIES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
