package io.lotusflow.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotusflow.rehearsal.site.Ports;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a rehearsal: started, killed, started again, removed. */
class RehearsalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path parent;

  private Path folder;
  private Rehearsal rehearsal;

  @BeforeEach
  void setUp() {
    folder = parent.resolve("rehearsal");
    rehearsal = Rehearsal.at(folder);
  }

  @AfterEach
  void removes() {
    if (Files.exists(folder.resolve(".lotusflow-rehearsal"))) {
      rehearsal.remove();
    }
  }

  @Test
  void attachesToTheLivingSiteWhenStartedTwice() {
    RehearsalSite first = rehearsal.start(PATIENCE);
    assertThat(rehearsal.start(PATIENCE)).isEqualTo(first);
    assertThat(Rehearsal.at(folder).running()).contains(first);
  }

  @Test
  void goesOnWithPortsAndSourcesAfterBeingKilled() throws Exception {
    RehearsalSite killed = rehearsal.start(PATIENCE);
    byte[] genesis = Files.readAllBytes(folder.resolve("network/genesis.car"));
    String refs = head(killed);
    ProcessHandle process = ProcessHandle.of(killed.pid()).orElseThrow();
    process.destroyForcibly();
    Awaitility.await().until(() -> !process.isAlive());
    assertThat(rehearsal.running()).isEmpty();

    RehearsalSite again = rehearsal.start(PATIENCE);
    assertThat(again.ports()).isEqualTo(killed.ports());
    assertThat(again.pid()).isNotEqualTo(killed.pid());
    assertThat(Files.readAllBytes(folder.resolve("network/genesis.car"))).isEqualTo(genesis);
    assertThat(head(again)).isEqualTo(refs);
  }

  @Test
  void saysWhoIsToBlameWhenItsPortIsTaken() throws Exception {
    rehearsal.start(PATIENCE);
    rehearsal.stop();
    int port = Ports.read(folder).site();
    try (ServerSocket other = new ServerSocket(port)) {
      assertThat(other.isBound()).isTrue();
      assertThatThrownBy(() -> rehearsal.start(PATIENCE))
          .isInstanceOf(RehearsalFailure.class)
          .hasMessageContaining("port " + port);
    }
  }

  @Test
  void leavesNothingWhenRemoved() throws Exception {
    RehearsalSite site = rehearsal.start(PATIENCE);
    rehearsal.writeSettings("en");
    rehearsal.remove();
    assertThat(ProcessHandle.of(site.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(parent).isEmptyDirectory();
    rehearsal.remove();
  }

  @Test
  void refusesAPathThatMakeCannotBuildIn() {
    Rehearsal spaced = Rehearsal.at(parent.resolve("my rehearsal"));
    assertThatThrownBy(() -> spaced.start(PATIENCE))
        .isInstanceOf(RehearsalFailure.class)
        .hasMessageContaining("LOTUSFLOW_HOME");
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void removesNoFolderButItsOwn() throws Exception {
    Files.createDirectories(folder);
    Path treasure = Files.writeString(folder.resolve("treasure"), "gold");
    assertThatThrownBy(rehearsal::remove)
        .isInstanceOf(RehearsalFailure.class)
        .hasMessageContaining("nothing was deleted");
    assertThatThrownBy(() -> rehearsal.start(PATIENCE))
        .isInstanceOf(RehearsalFailure.class)
        .hasMessageContaining("left alone");
    assertThat(treasure).hasContent("gold");
    Files.delete(treasure);
  }

  @Test
  void removesNothingBehindALink() throws Exception {
    Path elsewhere = Files.createDirectories(parent.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve(".lotusflow-rehearsal"), "");
    Files.createSymbolicLink(folder, elsewhere);
    assertThatThrownBy(rehearsal::remove).isInstanceOf(RehearsalFailure.class);
    assertThat(elsewhere.resolve(".lotusflow-rehearsal")).exists();
    Files.delete(folder);
  }

  @Test
  void writesSettingsThatStayInsideItsFolder() throws Exception {
    RehearsalSite site = rehearsal.start(PATIENCE);
    Path file = rehearsal.writeSettings("zh-CN");
    assertThat(Files.readAllLines(file))
        .contains(
            "language = \"zh-CN\"", "network = \"rehearsal\"", "source = \"" + site.source() + "\"")
        .filteredOn(line -> line.contains("= \"/"))
        .allSatisfy(line -> assertThat(line).containsAnyOf(folder.toString(), "/ip4/127.0.0.1/"));
  }

  @Test
  void keepsSettingsThatTheOperatorEdited() throws Exception {
    rehearsal.start(PATIENCE);
    Path file = rehearsal.writeSettings("en");
    Files.writeString(file, "# mine");
    assertThat(rehearsal.writeSettings("en")).isEqualTo(file).hasContent("# mine");
  }

  private String head(RehearsalSite site) throws IOException, InterruptedException {
    Shell refs = Shell.run(parent, Map.of(), "git", "ls-remote", site.source().toString());
    assertThat(refs.exit()).as(refs.output()).isZero();
    return refs.output();
  }
}
