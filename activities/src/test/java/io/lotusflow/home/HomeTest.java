package io.lotusflow.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

  @TempDir Path folder;

  @Test
  void theVariableComesBeforeTheUsersRights() {
    assertThat(Home.resolve(Map.of("LOTUSFLOW_HOME", "/x/y"), "/root", true).folder())
        .isEqualTo(Path.of("/x/y"));
    assertThat(Home.resolve(Map.of("LOTUSFLOW_HOME", ""), "/root", true).folder())
        .isEqualTo(Path.of("/var/lib/lotusflow"));
    assertThat(Home.resolve(Map.of(), "/home/li", false).folder())
        .isEqualTo(Path.of("/home/li/.lotusflow"));
  }

  @Test
  void refusesARelativeFolder() {
    assertThatThrownBy(() -> Home.resolve(Map.of("LOTUSFLOW_HOME", "state"), "/root", true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"state\"");
  }

  @Test
  void foldersAreTheOwnersAlone() throws IOException {
    Home home = new Home(folder.resolve("new").resolve("home"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.jobs())))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.folder())))
        .isEqualTo("rwx------");
  }

  @Test
  void allWhoAskAtOnceGetOneHostId() {
    Home home = new Home(folder.resolve("home"));
    var ids = IntStream.range(0, 16).parallel().mapToObj(i -> home.hostId()).distinct().toList();
    assertThat(ids).hasSize(1).allMatch(id -> id.matches("[a-z0-9-]+"));
    assertThat(home.folder()).isDirectoryNotContaining("glob:**.host-id*");
  }

  @Test
  void stateOfUpIsReadAsItWasWritten() {
    Home home = new Home(folder.resolve("home"));
    assertThat(UpState.read(home)).isEmpty();
    UpState state =
        new UpState(
            "127.0.0.1:7233",
            "http://127.0.0.1:8233",
            "1.9.1",
            Instant.parse("2026-11-23T00:00:00Z"),
            Optional.of(LiveProcess.self()),
            Optional.of(new LiveProcess(LiveProcess.self().pid(), 1, "another boot")),
            Optional.empty(),
            Optional.of(LiveProcess.self()),
            Optional.of("the worker died \"again\""));
    state.write(home);
    assertThat(UpState.read(home)).contains(state);
    assertThat(state.supervisorLives()).isTrue();
    assertThat(state.serverLives()).as("a later process with the same number").isFalse();
    assertThat(state.workerLives()).isFalse();
  }

  @Test
  void aProcessThatEndedIsNotAlive() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "100").start();
    LiveProcess process = LiveProcess.find(sleep.pid()).orElseThrow();
    assertThat(process.alive()).isTrue();
    sleep.destroyForcibly().waitFor();
    assertThat(process.alive()).isFalse();
  }
}
