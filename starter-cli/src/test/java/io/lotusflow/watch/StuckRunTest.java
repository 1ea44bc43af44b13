package io.lotusflow.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.alert.AlertDesk;
import io.lotusflow.alert.AlertTarget;
import io.lotusflow.cli.Cli;
import io.lotusflow.messages.Language;
import io.lotusflow.run.Bookkeeping;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.temporal.Connection;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker with classes of two builds fails each time it goes on with a run. */
@Tag("matrix")
@Timeout(180)
class StuckRunTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String QUEUE = "stuck-test";
  private static final HostId HOST = new HostId("host-of-nobody");

  /** So that the server soon has seen it fail often. */
  private static final Duration TASK = Duration.ofSeconds(1);

  private static final AtomicBoolean MIXED = new AtomicBoolean(true);

  @TempDir Path folder;
  private DevServer server;

  /** As plans of procedures are. */
  public record Work(Scope scope) implements Plan {}

  @WorkflowInterface
  public interface Whole {
    @WorkflowMethod
    void run(Work work);
  }

  @WorkflowInterface
  public interface Part {
    @WorkflowMethod
    void run(Work work);
  }

  public static final class WholeImpl implements Whole {
    @Override
    public void run(Work work) {
      Workflow.newChildWorkflowStub(
              Part.class,
              ChildWorkflowOptions.newBuilder()
                  .setWorkflowId(Workflow.getInfo().getWorkflowId() + "/part")
                  .setWorkflowTaskTimeout(TASK)
                  .setTypedSearchAttributes(of("part"))
                  .build())
          .run(work);
    }
  }

  public static final class PartImpl implements Part {
    @Override
    public void run(Work work) {
      if (MIXED.get()) {
        throw new NoSuchMethodError("'void io.lotusflow.Gone.sinceYesterday()'");
      }
    }
  }

  private static io.temporal.common.SearchAttributes of(String procedure) {
    return io.temporal.common.SearchAttributes.newBuilder()
        .set(SearchAttributes.PROCEDURE, procedure)
        .set(SearchAttributes.HOST, HOST.value())
        .build();
  }

  @Test
  void isShownAndToldOfUntilAWorkerSucceeds() throws Exception {
    server = DevServer.start(folder);
    try (Connection connection = server.connect()) {
      WorkerFactory workers = WorkerFactory.newInstance(connection.client());
      workers.newWorker(QUEUE).registerWorkflowImplementationTypes(WholeImpl.class, PartImpl.class);
      workers.start();
      start(connection.client(), "whole/n1", Whole.class);
      start(connection.client(), "lease/n1", Part.class);

      await().atMost(SOON).until(() -> status().path("runs").path(0).path("stuck").size() == 1);
      JsonNode stuck = status().path("runs").path(0).path("stuck").path(0);
      assertThat(stuck.path("workflowId").asText()).isEqualTo("whole/n1/part");
      assertThat(stuck.path("message").asText()).contains("sinceYesterday");
      isShown("en", "does not go on", "lotusflow version");
      isShown("zh-CN", "卡住了", "版本");
      isToldOnce(connection, stuck);

      MIXED.set(false);
      await().atMost(SOON).until(() -> status().path("runs").isEmpty());
      assertThat(call("run", "show", "whole/n1").err()).doesNotContain("does not go on");
      workers.shutdownNow();
    } finally {
      server.stop();
    }
  }

  private static void start(WorkflowClient client, String id, Class<?> type) {
    boolean isRun = type.equals(Whole.class);
    WorkflowOptions.Builder options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(id)
            .setTaskQueue(QUEUE)
            .setWorkflowTaskTimeout(TASK);
    if (isRun) {
      options.setTypedSearchAttributes(of("whole"));
    }
    client.newUntypedWorkflowStub(type.getSimpleName(), options.build()).start(new Work(scope()));
  }

  private static Scope scope() {
    return new Scope(
        new NodeId("n1"),
        HOST,
        Language.ENGLISH,
        false,
        Scope.WORKER_LOST,
        List.of(new AlertTarget(AlertTarget.Service.WEBHOOK, "/etc/hook.toml")));
  }

  private void isShown(String language, String seen, String todo) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(call("--lang", language, "status").out().lines())
                    .anyMatch(line -> line.startsWith("‼ whole/n1") && line.contains(seen))
                    .anyMatch(line -> line.startsWith("‼") && line.contains("lease/n1"))
                    .anyMatch(line -> line.contains(todo)));
    assertThat(call("--lang", language, "run", "show", "whole/n1").err())
        .contains(seen, "whole/n1/part", "sinceYesterday", todo);
    assertThat(call("--lang", language, "run", "list").out()).contains("‼");
  }

  private void isToldOnce(Connection connection, JsonNode stuck) throws IOException {
    long since = Instant.parse(stuck.path("since").asText()).toEpochMilli();
    String alert = "alert/whole/n1/part/stuck/" + since;
    for (int round = 0; round < 2; round++) {
      Bookkeeping books =
          new Bookkeeping(
              connection.client(),
              HOST,
              Files.createDirectories(folder.resolve("receipts")),
              new AlertDesk(connection.client()),
              ZoneOffset.UTC,
              Optional.empty());
      books.sweep();
      books.sweep();
    }
    assertThat(new Histories(connection.client()).find(alert)).isPresent();
  }

  private JsonNode status() throws IOException {
    return JSON.readTree(call("status", "-o", "json").out());
  }

  private Cli call(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--address";
    all[arguments.length + 1] = server.address();
    Path home = folder.resolve("cli");
    return Cli.call(
        home, Map.of("HOME", home.toString(), "TEMPORAL_CONFIG_FILE", "/dev/null"), all);
  }
}
