package io.lotusflow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.alert.AlertActivitiesImpl;
import io.lotusflow.alert.AlertDesk;
import io.lotusflow.catalogue.Catalogue;
import io.lotusflow.cli.Cli;
import io.lotusflow.home.Home;
import io.lotusflow.node.NodeLeaseActivitiesImpl;
import io.lotusflow.run.Bookkeeping;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Patience;
import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.DevServer;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server with a host beside it, told by the command line; workflows run in the server's own
 * worker, the work of the host is done here.
 */
abstract class ServerAndHost {

  static final String ID = "sync/n1";
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  static DevServer server;

  final SleepyChain chain = new SleepyChain();
  Connection connection;
  WorkerFactory workers;
  ScheduleBook book;
  Path home;
  Chat chat;

  @BeforeAll
  static void startServer() throws Exception {
    server = DevServer.start(folder);
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.stop();
  }

  @BeforeEach
  void startHost() throws IOException {
    home = Files.createTempDirectory(folder, "cli");
    chat = new Chat();
    settings("10m");
    startWorkers();
  }

  void startWorkers() {
    connection = server.connect();
    book = new ScheduleBook(connection.client());
    workers =
        WorkerFactory.newInstance(
            connection.client(),
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(
                    Catalogue.interceptor(),
                    new Patience(6, home.resolve("failures"), Catalogue.ACTIVITIES))
                .build());
    workers
        .newWorker(host().taskQueue())
        .registerActivitiesImplementations(
            chain,
            new ScheduleActivitiesImpl(p -> Activity.getExecutionContext().heartbeat(p)),
            new NodeLeaseActivitiesImpl(p -> Activity.getExecutionContext().heartbeat(p)),
            new AlertActivitiesImpl(new Home(home).alerts()));
    workers.start();
  }

  @AfterEach
  void stopHost() {
    chain.sleeps = false;
    chain.needsSomebody = false;
    call("schedule", "delete", ID, "--yes");
    endWhatIsOpen();
    stopWorkers();
    chat.close();
  }

  private void endWhatIsOpen() {
    try {
      connection.client().newUntypedWorkflowStub(ID).terminate("the test is over");
    } catch (WorkflowNotFoundException over) {
      // As it should be.
    }
  }

  void stopWorkers() {
    workers.shutdownNow();
    workers.awaitTermination(10, TimeUnit.SECONDS);
    connection.close();
  }

  HostId host() {
    return new HostId(new Home(home).hostId());
  }

  void settings(String stall) throws IOException {
    Files.writeString(
        home.resolve("lotusflow.toml"),
        """
        [node]
        name = "n1"
        network = "mainnet"
        roles = ["daemon"]
        [daemon]
        repo = "%s"
        [timeouts]
        sync_stall = "%s"
        [alerts]
        webhook = "%s"
        """
            .formatted(home.resolve("repo"), stall, chat.addressIn(home)));
  }

  Cli call(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--address", server.address()));
    all.addAll(List.of("--config", home.resolve("lotusflow.toml").toString()));
    return Cli.call(
        home,
        Map.of("HOME", home.toString(), "TEMPORAL_CONFIG_FILE", "/dev/null"),
        all.toArray(String[]::new));
  }

  Cli create(String... more) {
    return createOf("sync-wait", more);
  }

  Cli createOf(String procedure, String... more) {
    return call(
        Stream.concat(Stream.of("schedule", "create", procedure), Stream.of(more))
            .toArray(String[]::new));
  }

  JsonNode shown() {
    return shown(ID);
  }

  JsonNode shown(String schedule) {
    try {
      Cli show = call("schedule", "show", schedule, "-o", "json");
      assertThat(show.exit()).as(show.err()).isZero();
      return JSON.readTree(show.out());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  ScheduleDescription schedule() {
    return book.describe(ID).orElseThrow();
  }

  JsonNode lastRun() {
    return lastRun(ID);
  }

  JsonNode lastRun(String schedule) {
    JsonNode runs = shown(schedule).path("lastRuns");
    return runs.path(runs.size() - 1);
  }

  JsonNode awaitLastRun(String status) {
    await().atMost(PATIENCE).until(() -> status.equals(lastRun().path("status").asText()));
    return lastRun();
  }

  Bookkeeping bookkeeping() {
    return new Bookkeeping(
        connection.client(),
        host(),
        new Home(home).receipts(),
        new AlertDesk(connection.client()),
        ZoneId.of("UTC"),
        Optional.empty());
  }

  /** With {@code -Dlotusflow.record=FOLDER}: a new shape for the replay tests. */
  void keepHistory(String name, String workflowId) throws IOException {
    String to = System.getProperty("lotusflow.record", "");
    if (!to.isEmpty()) {
      Files.writeString(
          Path.of(to, name), connection.client().fetchHistory(workflowId).toJson(true));
    }
  }
}
