package io.lotusflow.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.job.SessionLauncher;
import io.lotusflow.process.ProcessId;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SupervisedTest {
  @TempDir Path folder;
  private Supervised supervised;
  private ServiceUnit unit;

  @BeforeEach
  void install() {
    supervised = new Supervised(folder.resolve("services"), new SessionLauncher());
    unit = unit("echo started >>starts; exec sleep 300");
    supervised.install(unit, false);
  }

  @AfterEach
  void leaveNothingRunning() {
    supervised.stop(unit, () -> {});
  }

  @Test
  void startsAndTellsSinceWhen() {
    assertThat(supervised.state(unit).running()).isFalse();
    supervised.start(unit, () -> {});
    ServiceState state = supervised.state(unit);
    assertThat(state.running()).isTrue();
    assertThat(ProcessId.of(state.pid())).isPresent();
    assertThat(state.since().orElseThrow())
        .isBetween(Instant.now().minusSeconds(30), Instant.now().plusSeconds(1));
    assertThat(state.restarts()).isZero();
  }

  @Test
  void startedByManyAtOnceItRunsOnce() {
    Executor atOnce = start -> new Thread(start).start();
    Stream.generate(
            () -> CompletableFuture.runAsync(() -> supervised.start(unit, () -> {}), atOnce))
        .limit(6)
        .toList()
        .forEach(CompletableFuture::join);
    await().untilAsserted(() -> assertThat(starts()).hasSize(1));
    long pid = supervised.state(unit).pid();
    supervised.start(unit, () -> {});
    assertThat(supervised.state(unit).pid()).isEqualTo(pid);
    assertThat(starts()).hasSize(1);
  }

  @Test
  void startsAgainWhatWasKilled() {
    supervised.start(unit, () -> {});
    long first = supervised.state(unit).pid();
    kill9(first);
    awaitAnotherThan(first);
    assertThat(supervised.state(unit).restarts()).isEqualTo(1);
  }

  @Test
  void isPatientWithWhatEndsAgainAndAgain() {
    unit = unit("echo started >>starts; sleep 0.3; exit 0");
    supervised.start(unit, () -> {});
    await().until(() -> starts().size() == 3);
    assertThat(Path.of(unit.logFile()))
        .content()
        .contains("ended with code 0; starting it again in 1 s", "starting it again in 2 s");
  }

  @Test
  void theProgramOutlivesItsSupervisorAndIsTakenOver() {
    supervised.start(unit, () -> {});
    long program = supervised.state(unit).pid();
    kill9(supervisor());
    assertThat(supervised.state(unit).running()).isTrue();
    supervised.start(unit, () -> {});
    assertThat(supervised.state(unit).pid()).isEqualTo(program);
    assertThat(starts()).hasSize(1);
    kill9(program);
    awaitAnotherThan(program);
    assertThat(starts()).hasSize(2);
  }

  @Test
  void mendsWhatHasLostSupervisorAndProgram() {
    supervised.start(unit, () -> {});
    long program = supervised.state(unit).pid();
    kill9(supervisor());
    kill9(program);
    await().until(() -> !supervised.state(unit).running());
    supervised.mend();
    awaitAnotherThan(program);
  }

  @Test
  void doesNotMendWhatWasStopped() {
    supervised.start(unit, () -> {});
    await().untilAsserted(() -> assertThat(starts()).hasSize(1));
    supervised.stop(unit, () -> {});
    supervised.mend();
    assertThat(supervised.state(unit).running()).isFalse();
    assertThat(starts()).hasSize(1);
  }

  @Test
  void stopsPolitelyAndDoesNotStartAgain() {
    unit =
        unit(
            "trap 'sleep 0.5; echo bye >bye; exit 0' TERM; echo >ready; while :; do sleep 0.1; done");
    supervised.start(unit, () -> {});
    await().until(() -> Files.exists(folder.resolve("ready")));
    long program = supervised.state(unit).pid();
    long supervisor = supervisor();
    supervised.stop(unit, () -> {});
    assertThat(folder.resolve("bye")).exists();
    assertThat(ProcessId.of(program)).isEmpty();
    assertThat(ProcessId.of(supervisor)).isEmpty();
    supervised.stop(unit, () -> {});
    supervised.start(unit, () -> {});
    assertThat(supervised.state(unit).running()).isTrue();
  }

  @Test
  void killsWhatDoesNotListenInTime() {
    unit = unit("trap '' TERM; echo >ready; while :; do sleep 0.1; done");
    supervised.start(unit, () -> {});
    await().until(() -> Files.exists(folder.resolve("ready")));
    long program = supervised.state(unit).pid();
    supervised.stop(unit, () -> {});
    assertThat(ProcessId.of(program)).isEmpty();
  }

  @Test
  void stopsAProgramWithoutSupervisorToo() {
    supervised.start(unit, () -> {});
    long program = supervised.state(unit).pid();
    kill9(supervisor());
    supervised.stop(unit, () -> {});
    assertThat(ProcessId.of(program)).isEmpty();
  }

  @Test
  void aSupervisorThatIsAskedToEndStopsItsProgram() {
    supervised.start(unit, () -> {});
    long program = supervised.state(unit).pid();
    long supervisor = supervisor();
    ProcessHandle.of(supervisor).orElseThrow().destroy();
    await().until(() -> ProcessId.of(supervisor).isEmpty() && ProcessId.of(program).isEmpty());
  }

  @Test
  void givesItsEnvironmentAndNothingElse() {
    unit = unit("env >environment; exec sleep 300");
    supervised.start(unit, () -> {});
    await()
        .untilAsserted(
            () ->
                assertThat(lines("environment"))
                    .map(line -> line.substring(0, line.indexOf('=')))
                    .contains("PATH", "GIVEN")
                    .isSubsetOf(
                        "PATH", "GIVEN", "LOTUSFLOW_SERVICE", "PWD", "OLDPWD", "SHLVL", "_"));
  }

  @Test
  void installedTwiceIsAlreadySoAndUninstalledLeavesNothing() throws IOException {
    assertThat(supervised.install(unit, false).outcome()).isEqualTo(Receipt.Outcome.ALREADY_SO);
    assertThat(supervised.uninstall(unit, true).outcome()).isEqualTo(Receipt.Outcome.WOULD_DO);
    assertThat(supervised.uninstall(unit, false).outcome()).isEqualTo(Receipt.Outcome.DONE);
    assertThat(supervised.uninstall(unit, false).outcome()).isEqualTo(Receipt.Outcome.ALREADY_SO);
    assertThat(folder.resolve("services/node")).doesNotExist();
  }

  private ServiceUnit unit(String script) {
    return new ServiceUnit(
        "node",
        "a node",
        List.of("/bin/sh", "-c", script),
        Map.of("PATH", "/usr/bin:/bin", "GIVEN", "x"),
        folder.toString(),
        "",
        4096,
        "",
        "0",
        List.of(),
        List.of(),
        folder.resolve("logs/node.log").toString(),
        Duration.ofSeconds(3));
  }

  private void awaitAnotherThan(long pid) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> supervised.state(unit).running() && supervised.state(unit).pid() != pid);
  }

  private long supervisor() {
    return new ServiceFolder(folder.resolve("services/node")).supervisor().orElseThrow().pid();
  }

  private List<String> starts() {
    return lines("starts");
  }

  private List<String> lines(String name) {
    try {
      Path file = folder.resolve(name);
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void kill9(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await().until(() -> ProcessId.of(pid).isEmpty());
  }
}
