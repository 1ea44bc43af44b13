package io.lotusflow.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.UpState;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.temporal.Bootstrap;
import io.lotusflow.temporal.Connection;
import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Up and down with real processes and the real server. */
@Tag("dev-server")
class UpTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final List<String> ATTRIBUTES =
      SearchAttributes.all().stream().map(SearchAttributeKey::getName).toList();

  @TempDir Path folder;
  private UpProcess up;

  @BeforeEach
  void aHomeOfItsOwn() {
    up = new UpProcess(folder.resolve("home"));
  }

  @AfterEach
  void end() {
    up.close();
  }

  @Test
  void keepsHistoryFromOneUpToTheNext() {
    List<UpProcess.Answer> answers =
        IntStream.range(0, 2).parallel().mapToObj(i -> up.start()).toList();
    assertThat(answers).as("two who start at once").allMatch(answer -> answer.exit() == 0);
    assertThat(answers.get(0).out()).isEqualTo(answers.get(1).out());
    assertThat(up.status().out()).contains("\"workerPolls\":true");
    ListeningOn server = ListeningOn.of(up.server().pid());
    assertThat(server.addresses()).as("gRPC and user interface").hasSizeGreaterThan(1);
    assertThat(server.fromOutside()).isEmpty();
    String run;
    try (Connection connection = up.connect()) {
      Bootstrap namespace = new Bootstrap(connection);
      assertThat(namespace.currentRetention()).isEqualTo(Duration.ofDays(90));
      assertThat(namespace.registered()).containsAll(ATTRIBUTES);
      TrialRun trial = TrialRun.start(connection, up.home, folder, 1);
      trial.finish(1);
      assertThat(trial.attempts()).isEqualTo(1);
      run = trial.stub().getExecution().getWorkflowId();
    }
    assertThat(residentMiB(up.worker())).isLessThan(256);
    assertThat(residentMiB(up.server())).isLessThan(300);
    UpState before = up.state();
    assertThat(up.start().exit()).as("a second start").isZero();
    assertThat(up.state()).isEqualTo(before);

    ProcessHandle.of(up.supervisor().pid()).orElseThrow().destroy();
    await().atMost(PATIENCE).until(() -> !before.supervisorLives());
    assertThat(before.serverLives() || before.workerLives()).isFalse();
    assertThat(up.state().server()).isEmpty();
    assertThat(log("worker.log")).contains("WorkerProcess ended");

    assertThat(up.start().exit()).isZero();
    try (Connection connection = up.connect()) {
      assertThat(connection.client().newUntypedWorkflowStub(run).getResult(Integer.class))
          .isEqualTo(1);
    }
    UpState again = up.state();
    assertThat(up.down().exit()).isZero();
    assertThat(again.serverLives() || again.workerLives() || again.supervisorLives()).isFalse();
  }

  @Test
  void usesAnotherClusterWithoutAServerOfItsOwn() throws IOException {
    try (EmptyServer cluster = new EmptyServer(folder);
        Connection connection = cluster.connect()) {
      assertThat(up.start("--address=" + cluster.address()).exit()).isZero();
      assertThat(up.state().server()).isEmpty();
      assertThat(up.state().address()).isEqualTo(cluster.address());
      Bootstrap namespace = new Bootstrap(connection);
      assertThat(namespace.registered()).containsAll(ATTRIBUTES);
      assertThat(namespace.currentRetention()).isEqualTo(Duration.ofDays(1));
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
  void tellsAProgramWhyInTheOperatorsLanguageAndOnlyOnce() throws IOException {
    try (ServerSocket taken =
        new ServerSocket(up.port, 5, java.net.InetAddress.getLoopbackAddress())) {
      UpProcess.Answer answer = up.start("--json", "--lang=zh-CN");
      assertThat(answer.out()).contains("端口 " + taken.getLocalPort() + " 已被 java");
      assertThat(answer.err()).doesNotContain("java");
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

  /** A worker that never comes up. */
  static final class FailingWorker {
    private FailingWorker() {}

    public static void main(String[] args) {
      System.out.println("no such luck");
      System.exit(1);
    }
  }

  private static long residentMiB(LiveProcess process) {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String log(String name) {
    try {
      return Files.readString(up.home.logs().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
