package io.lotusflow.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.home.LiveProcess;
import io.lotusflow.home.UpState;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.ServerHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server, worker and supervisor are killed from outside, in the middle of a step. */
@Tag("dev-server")
class KillsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static UpProcess up;

  @BeforeAll
  static void oneHome() {
    up = new UpProcess(folder.resolve("home"));
  }

  @AfterAll
  static void down() {
    up.close();
  }

  /** Whatever the test before did. */
  @BeforeEach
  void isUp() {
    start();
  }

  private static void start() {
    assertThat(up.start("--hung-after=10").exit()).isZero();
  }

  @Test
  void aKilledServerIsBackAndRunsGoOn() {
    try (Connection connection = up.connect()) {
      TrialRun run = TrialRun.start(connection, up.home, folder, 3);
      run.finish(1);
      run.awaitStarted(2);
      LiveProcess victim = up.server();
      Instant killed = Instant.now();
      UpProcess.kill(victim);
      run.finish(2);
      awaitServing(connection);
      Instant serving = Instant.now();
      run.awaitStarted(3);
      Instant goesOn = Instant.now();
      assertThat(Duration.between(killed, serving)).isLessThan(Duration.ofSeconds(3));
      assertThat(Duration.between(serving, goesOn)).isLessThan(Duration.ofSeconds(3));
      run.finish(3);
      run.attempts();
      assertThat(up.server()).isNotEqualTo(victim);
    }
  }

  @Test
  void aKilledWorkerIsStartedWithinASecondAndItsStepIsTriedAgain() {
    try (Connection connection = up.connect()) {
      TrialRun run = TrialRun.start(connection, up.home, folder, 1);
      run.awaitStarted(1);
      LiveProcess victim = up.worker();
      Instant killed = Instant.now();
      UpProcess.kill(victim);
      await().atMost(PATIENCE).until(() -> !up.worker().equals(victim));
      assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(1));
      run.finish(1);
      assertThat(run.attempts()).isEqualTo(2);
    }
  }

  @Test
  void whatAKilledSupervisorLeavesIsTakenOver() {
    try (Connection connection = up.connect()) {
      TrialRun run = TrialRun.start(connection, up.home, folder, 2);
      UpState before = up.state();
      UpProcess.kill(up.supervisor());
      run.finish(1);
      run.awaitStarted(2);
      start();
      assertThat(up.state().supervisor()).isNotEqualTo(before.supervisor());
      assertThat(up.state().server()).isEqualTo(before.server());
      assertThat(up.state().worker()).isEqualTo(before.worker());
      run.finish(2);
      assertThat(run.attempts()).isEqualTo(2);

      UpProcess.kill(up.worker());
      await().atMost(PATIENCE).until(() -> up.state().workerLives());
    }
  }

  @Test
  void stepsGoOnSoonAfterALongOutage() throws IOException {
    try (Connection connection = up.connect()) {
      TrialRun run = TrialRun.start(connection, up.home, folder, 3);
      run.finish(1);
      run.awaitStarted(2);
      LiveProcess worker = up.worker();
      UpProcess.kill(up.supervisor());
      UpProcess.kill(up.server());
      Instant killed = Instant.now();
      run.finish(2);
      await()
          .atMost(PATIENCE)
          .until(
              () -> Duration.between(killed, Instant.now()).compareTo(Duration.ofSeconds(8)) > 0);
      start();
      awaitServing(connection);
      Instant serving = Instant.now();
      run.awaitStarted(3);
      assertThat(Duration.between(serving, Instant.now())).isLessThan(Duration.ofSeconds(3));
      assertThat(up.worker()).isEqualTo(worker);
      assertThat(Files.readString(up.home.logs().resolve("worker.log")))
          .contains("pollers renewed");
    }
  }

  @Test
  void aServerThatLivesButDoesNotAnswerIsStartedAnew() throws Exception {
    LiveProcess victim = up.server();
    new ProcessBuilder("kill", "-STOP", Long.toString(victim.pid())).start().waitFor();
    await().atMost(PATIENCE).until(() -> !victim.alive());
    await().atMost(PATIENCE).until(() -> up.state().workerPolls(up.home));
    assertThat(up.server()).isNotEqualTo(victim);
  }

  private static void awaitServing(Connection connection) {
    ServerHealth health = new ServerHealth(connection.stubs());
    await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(health::serving);
  }
}
