package io.lotusflow.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.UpState;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.server.Bootstrap;
import io.lotusflow.temporal.Connection;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, the real server; what dies is killed from outside. */
@Tag("dev-server")
class UpTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Path steps;
  private UpProcess up;

  @BeforeEach
  void aHomeOfItsOwn() throws IOException {
    up = new UpProcess(folder.resolve("home"));
    steps = Files.createDirectory(folder.resolve("steps"));
  }

  @AfterEach
  void end() {
    up.close();
  }

  @Test
  void keepsHistoryFromOneUpToTheNext() {
    assertThat(up.start().exit()).isZero();
    assertThat(up.status().out()).contains("\"workerPolls\":true");
    try (Connection connection = up.connect()) {
      Bootstrap namespace = new Bootstrap(connection);
      assertThat(namespace.currentRetention()).isEqualTo(Duration.ofDays(90));
      assertThat(namespace.registered())
          .containsAll(SearchAttributes.all().stream().map(SearchAttributeKey::getName).toList());
      WorkflowStub run = start(connection, 1);
      finish(1);
      assertThat(run.getResult(Integer.class)).isEqualTo(1);
    }
    UpState before = up.state();
    assertThat(up.start().exit()).as("a second start").isZero();
    assertThat(up.state()).isEqualTo(before);

    assertThat(up.down().exit()).isZero();
    assertThat(before.serverLives() || before.workerLives() || before.supervisorLives()).isFalse();

    assertThat(up.start().exit()).isZero();
    try (Connection connection = up.connect()) {
      assertThat(connection.client().newUntypedWorkflowStub("trial").getResult(Integer.class))
          .isEqualTo(1);
    }
  }

  @Test
  void bringsAKilledServerBackAndRunsGoOn() {
    assertThat(up.start().exit()).isZero();
    try (Connection connection = up.connect()) {
      WorkflowStub run = start(connection, 3);
      finish(1);
      awaitStarted(2);
      LiveProcess victim = up.server();
      Instant killed = Instant.now();
      UpProcess.kill(victim);
      finish(2);
      awaitServing(connection);
      Instant serving = Instant.now();
      awaitStarted(3);
      Instant goesOn = Instant.now();
      assertThat(Duration.between(killed, serving)).isLessThan(Duration.ofSeconds(3));
      assertThat(Duration.between(serving, goesOn)).isLessThan(Duration.ofSeconds(3));
      System.out.printf(
          "server back after %d ms, step after %d ms%n",
          Duration.between(killed, serving).toMillis(),
          Duration.between(serving, goesOn).toMillis());
      finish(3);
      run.getResult(Integer.class);
      assertThat(up.server()).isNotEqualTo(victim);
    }
  }

  @Test
  void startsAKilledWorkerAgainAndItsStepIsTriedAgain() {
    assertThat(up.start().exit()).isZero();
    try (Connection connection = up.connect()) {
      WorkflowStub run = start(connection, 1);
      awaitStarted(1);
      LiveProcess victim = up.worker();
      Instant killed = Instant.now();
      UpProcess.kill(victim);
      await().atMost(PATIENCE).until(() -> !up.worker().equals(victim));
      assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(1));
      finish(1);
      assertThat(run.getResult(Integer.class)).as("attempt").isEqualTo(2);
    }
  }

  @Test
  void takesOverWhatAKilledSupervisorLeft() {
    assertThat(up.start().exit()).isZero();
    try (Connection connection = up.connect()) {
      WorkflowStub run = start(connection, 2);
      UpState before = up.state();
      UpProcess.kill(up.supervisor());
      finish(1);
      awaitStarted(2);
      assertThat(up.start().exit()).isZero();
      assertThat(up.state().supervisor()).isNotEqualTo(before.supervisor());
      assertThat(up.state().server()).isEqualTo(before.server());
      assertThat(up.state().worker()).isEqualTo(before.worker());
      finish(2);
      assertThat(run.getResult(Integer.class)).as("attempts").isEqualTo(2);

      UpProcess.kill(up.worker());
      await().atMost(PATIENCE).until(() -> up.state().workerLives());
    }
  }

  @Test
  void goesOnSoonAfterALongOutage() {
    assertThat(up.start().exit()).isZero();
    try (Connection connection = up.connect()) {
      start(connection, 3);
      finish(1);
      awaitStarted(2);
      UpProcess.kill(up.supervisor());
      UpProcess.kill(up.server());
      Instant killed = Instant.now();
      finish(2);
      await()
          .atMost(PATIENCE)
          .until(
              () -> Duration.between(killed, Instant.now()).compareTo(Duration.ofSeconds(8)) > 0);
      LiveProcess worker = up.worker();
      assertThat(up.start().exit()).isZero();
      awaitServing(connection);
      Instant serving = Instant.now();
      awaitStarted(3);
      System.out.printf(
          "after a long outage step after %d ms%n",
          Duration.between(serving, Instant.now()).toMillis());
      assertThat(Duration.between(serving, Instant.now())).isLessThan(Duration.ofSeconds(3));
      assertThat(up.worker()).isEqualTo(worker);
      assertThat(log("worker.log")).contains("pollers renewed");
    }
  }

  @Test
  void namesWhoHasThePort() throws IOException {
    try (ServerSocket taken =
        new ServerSocket(up.port, 5, java.net.InetAddress.getLoopbackAddress())) {
      UpProcess.Answer answer = up.start();
      assertThat(answer.exit()).isEqualTo(3);
      assertThat(answer.out()).contains("\"refused\":\"PORT_TAKEN\"");
      assertThat(answer.err())
          .contains(
              "port %d is taken by java (pid %d); choose another with --port or LOTUSFLOW_PORT"
                  .formatted(taken.getLocalPort(), ProcessHandle.current().pid()));
    }
  }

  @Test
  void refusesADatabaseOfAnotherVersion() throws IOException {
    Files.writeString(up.home.database(), "");
    Files.writeString(up.home.database().resolveSibling("temporal.db.version"), "1.2.3\n");
    UpProcess.Answer answer = up.start();
    assertThat(answer.exit()).isEqualTo(3);
    assertThat(answer.err())
        .contains("was written by temporal 1.2.3, and " + UpProcess.BINARY.path() + " is ");
  }

  @Test
  void saysWhatAWorkerThatCannotStartSaid() {
    UpProcess.Answer answer = up.withWorker(FailingWorker.class).start();
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.err()).contains("the worker ended 3 times", "no such luck");
    assertThat(up.state().serverLives()).isTrue();
  }

  @Test
  void aTerminatedSupervisorEndsBothPolitely() {
    assertThat(up.start().exit()).isZero();
    UpState before = up.state();
    ProcessHandle.of(up.supervisor().pid()).orElseThrow().destroy();
    await().atMost(PATIENCE).until(() -> !before.supervisorLives());
    assertThat(before.serverLives() || before.workerLives()).isFalse();
    assertThat(up.state().server()).isEmpty();
    assertThat(log("worker.log")).contains("WorkerProcess ended");
  }

  /** A worker that never comes up. */
  static final class FailingWorker {
    private FailingWorker() {}

    public static void main(String[] args) {
      System.out.println("no such luck");
      System.exit(1);
    }
  }

  private WorkflowStub start(Connection connection, int count) {
    WorkflowClient client = connection.client();
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            "TrialWorkflow",
            WorkflowOptions.newBuilder()
                .setWorkflowId("trial")
                .setTaskQueue(WorkerMain.WORKFLOWS)
                .build());
    stub.start(steps.toString(), count, WorkerMain.activitiesOf(up.home.hostId()));
    return stub;
  }

  private void finish(int step) {
    try {
      Files.createFile(steps.resolve(Integer.toString(step)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitStarted(int step) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(PATIENCE)
        .until(() -> Files.exists(steps.resolve(step + ".started")));
  }

  private static void awaitServing(Connection connection) {
    ServerHealth health = new ServerHealth(connection.stubs());
    await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(health::serving);
  }

  private String log(String name) {
    try {
      return Files.readString(up.home.logs().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
