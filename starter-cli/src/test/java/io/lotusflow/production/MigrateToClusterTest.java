package io.lotusflow.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.Living;
import io.lotusflow.files.FolderTree;
import io.lotusflow.install.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * From the embedded server of a node that mines to PostgreSQL with mutual TLS, as
 * docs/production.md tells, while the command is killed, and once all of lotusflow.
 */
@Tag("matrix")
class MigrateToClusterTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String SYNC = "sync/rehearsal";
  private static final String EXPORT = "snapshot-export/rehearsal";
  private static final String PARKED = "benchmark/rehearsal";

  private static Path shared;
  private static ProductionServer server;
  private Operator operator;
  private Operator.Typed typed;

  @BeforeAll
  static void startServer() throws IOException {
    shared = Files.createTempDirectory("production");
    server = ProductionServer.start(shared);
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
    FolderTree.delete(shared);
  }

  @BeforeEach
  void aNodeOnItsOwnServer() throws IOException {
    operator = new Operator(Files.createTempDirectory("host"), Map.of());
    operator.types(Duration.ofMinutes(15), "install", "--rehearsal").expecting(0);
    operator.types("schedule", "create", "sync-wait", "--at", "03:00", "--rehearsal").expecting(0);
    operator
        .types("schedule", "create", "snapshot-export", "--cron", "7 4 * * 1", "--rehearsal")
        .expecting(0);
    operator.types("schedule", "pause", EXPORT, "--reason", "disk is being changed").expecting(0);
  }

  @AfterEach
  void endNode() throws IOException {
    operator.close();
    FolderTree.delete(operator.folder());
  }

  @Test
  void waitsForWhatIsOpenIsKilledAndArrivesWithAll() throws IOException {
    Map<String, JsonNode> before = Moving.schedules(operator);
    assertThat(before).containsOnlyKeys(SYNC, EXPORT);
    aRunParks();

    String to = server.configuration().toString();
    assertThat(operator.types("migrate-server", "--to", to, "--dry-run").expecting(0).out())
        .contains(SYNC, EXPORT, PARKED);
    assertThat(operator.types("migrate-server", "--to", to, "--yes").expecting(3).err())
        .contains(PARKED, "--wait");
    assertThat(Moving.paused(operator)).containsEntry(SYNC, "false");

    killWhen(() -> said().contains("Waits for"), "migrate-server", "--to", to, "--wait", "--yes");
    assertThat(Moving.paused(operator)).containsEntry(SYNC, "true");
    operator.types("sector", "pledge", "--count", "1", "--rehearsal").expecting(3);
    // What is open may be brought to its end meanwhile.
    operator.types("run", "resume", PARKED).expecting(0);
    await().atMost(PATIENCE).until(() -> operator.types("run", "watch", PARKED).exit() == 0);

    killAllWhen(() -> Moving.journal(operator).contains("COPYING"));
    killWhen(() -> Moving.journal(operator).contains("SWITCHED"), "migrate-server", "--yes");
    killAllWhen(() -> Moving.journal(operator).contains("SWITCHED"));
    operator.types("migrate-server", "--yes").expecting(0);

    assertArrived(before);
    worksFromThere();
    nothingIsLeftOfTheOld();
  }

  private void aRunParks() {
    operator.types("rehearsal", "fault", "bench-fail").expecting(0);
    operator.types("benchmark", "run", "--rehearsal", "--force").expecting(4);
  }

  private String said() {
    try {
      return Files.readString(typed.err());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void killWhen(BooleanSupplier reached, String... command) {
    typed = operator.starts(command);
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE)
        .until(() -> reached.getAsBoolean() || !typed.process().isAlive());
    Moving.kill(typed);
    System.out.println("killed: " + Moving.journal(operator));
  }

  /** With worker, supervisor and embedded server: what is left of lotusflow after a power cut. */
  private void killAllWhen(BooleanSupplier reached) {
    killWhen(reached, "migrate-server", "--yes");
    lotusflows()
        .forEach(
            process -> ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly));
    await().atMost(PATIENCE).until(() -> lotusflows().isEmpty());
  }

  private List<Living> lotusflows() {
    return Living.of(Living.all(), operator.folder().toString()).stream()
        .filter(process -> process.commandLine().matches(".*(io\\.lotusflow\\.worker|start-dev).*"))
        .toList();
  }

  private void assertArrived(Map<String, JsonNode> before) throws IOException {
    assertThat(operator.state().resolve("server-move.json")).doesNotExist();
    assertThat(operator.state().resolve("server-move.toml")).doesNotExist();
    Path configuration = operator.state().resolve("temporal.toml");
    assertThat(configuration).hasSameTextualContentAs(server.configuration());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(configuration)))
        .isEqualTo("rw-------");
    // A description may lag behind a change for a moment.
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Moving.schedules(operator)).isEqualTo(before));
    JsonNode facts = operator.types("server", "check", "-o", "json").expecting(0).json();
    assertThat(facts.path("tls").asBoolean()).isTrue();
  }

  private void worksFromThere() {
    assertThat(operator.types("status").expecting(0).out()).contains("localhost:" + server.port());
    operator.types("schedule", "trigger", SYNC).expecting(0);
    operator.types("sector", "pledge", "--count", "1", "--rehearsal").expecting(0);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(operator.types("run", "list").expecting(0).out())
                    .contains(SYNC, "sector-pledge/rehearsal"));
  }

  private void nothingIsLeftOfTheOld() {
    assertThat(operator.processes()).noneMatch(process -> process.contains("start-dev"));
    assertThat(operator.types("migrate-server", "--to", server.configuration().toString()).err())
        .contains("Already there");
  }
}
