package io.lotusflow.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.install.Operator;
import io.lotusflow.watch.DevServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the embedded server to another one, as an operator types it. */
@Tag("e2e")
class MigrateServerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Set<String> MOVED = Set.of("sync/n1", "sync/n2");

  @TempDir Path folder;
  private Operator operator;
  private DevServer other;

  @BeforeEach
  void twoServersAndSchedulesOnOne() throws Exception {
    other = DevServer.start(Files.createDirectories(folder.resolve("other")));
    operator = new Operator(Files.createDirectories(folder.resolve("a")), Map.of());
    operator.types("up").expecting(0);
    on("n1", "schedule", "create", "sync-wait", "--at", "03:00", "--jitter", "5m").expecting(0);
    on("n2", "schedule", "create", "sync-wait", "--cron", "7 4 * * 1").expecting(0);
    on("n2", "schedule", "pause", "sync/n2", "--reason", "disk is being changed").expecting(0);
  }

  @AfterEach
  void end() throws Exception {
    operator.types("down");
    other.stop();
  }

  @Test
  void waitsForNothingUnlessToldAndThenMovesAllOnce() throws Exception {
    on("n1", "sync", "wait", "--detach").expecting(0);
    Operator.Said refused = operator.types("migrate-server", "--to", other.address()).expecting(3);
    assertThat(refused.err()).contains("sync/n1", "--wait", "run cancel");
    assertThat(Moving.paused(operator)).containsEntry("sync/n1", "false");
    assertThat(operator.state().resolve("server-move.json")).doesNotExist();
    operator.types("run", "cancel", "sync/n1", "--yes");

    Operator.Said planned =
        operator.types("migrate-server", "--to", other.address(), "--dry-run").expecting(0);
    assertThat(planned.out()).contains("sync/n1", "sync/n2");
    assertThat(Moving.paused(operator)).containsEntry("sync/n1", "false");

    Map<String, JsonNode> before = Moving.schedules(operator);
    Operator.Said moved = operator.types("migrate-server", "--to", other.address()).expecting(0);
    assertThat(moved.out()).contains("Moved", other.address());
    assertThat(moved.err()).contains("1 runs that have ended", "temporal.db");
    assertMoved(before);

    assertThat(operator.types("migrate-server", "--to", other.address()).expecting(0).err())
        .contains("Already there");
    assertThat(operator.types("status").expecting(0).out()).contains(other.address());
    assertOldOnesPaused();
  }

  @Test
  void isTakenBack() throws IOException {
    Map<String, JsonNode> before = Moving.schedules(operator);
    on("n1", "sync", "wait", "--detach").expecting(0);
    Operator.Typed waiting =
        operator.starts("migrate-server", "--to", other.address(), "--wait", "--yes");
    await().atMost(PATIENCE).until(() -> Files.readString(waiting.err()).contains("Waits for"));
    Moving.kill(waiting);

    assertThat(Moving.paused(operator)).containsEntry("sync/n1", "true");
    Operator.Said refused = on("n2", "sync", "wait").expecting(3);
    assertThat(refused.err()).contains("migrate-server --give-up");
    operator.types("migrate-server", "--give-up").expecting(0);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Moving.schedules(operator)).isEqualTo(before));
    operator.types("migrate-server", "--give-up").expecting(0);
  }

  @Test
  @Tag("matrix")
  void goesOnWhereItWasKilled() throws Exception {
    Map<String, JsonNode> before = Moving.schedules(operator);
    List<String> phases = List.of("DRAINING", "COPYING", "SWITCHED", "SWITCHED");
    for (String phase : phases) {
      Operator.Typed move = operator.starts("migrate-server", "--to", other.address(), "--yes");
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(PATIENCE)
          .until(() -> Moving.journal(operator).contains(phase) || !move.process().isAlive());
      Moving.kill(move);
      System.out.println("killed in " + phase + ": " + Moving.journal(operator));
    }
    operator.types("migrate-server", "--to", other.address(), "--yes").expecting(0);

    assertMoved(before);
    assertOldOnesPaused();
  }

  private void assertMoved(Map<String, JsonNode> before) throws IOException {
    assertThat(operator.state().resolve("server-move.json")).doesNotExist();
    assertThat(Files.readString(operator.state().resolve("temporal.toml")))
        .contains(other.address());
    // A description may lag behind a change for a moment.
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Moving.schedules(operator)).isEqualTo(before));
    assertThat(before.keySet()).isEqualTo(MOVED);
  }

  /** With the configuration away, the home is that of before. */
  private void assertOldOnesPaused() throws IOException {
    operator.types("down").expecting(0);
    Path configuration = operator.state().resolve("temporal.toml");
    Path aside = operator.folder().resolve("aside.toml");
    Files.move(configuration, aside, StandardCopyOption.ATOMIC_MOVE);
    operator.types("up").expecting(0);
    assertThat(Moving.paused(operator)).containsOnlyKeys(MOVED).doesNotContainValue("false");
    operator.types("down").expecting(0);
    Files.move(aside, configuration, StandardCopyOption.ATOMIC_MOVE);
    operator.types("up").expecting(0);
    assertThat(Moving.paused(operator))
        .containsEntry("sync/n1", "false")
        .containsEntry("sync/n2", "true");
  }

  private Operator.Said on(String node, String... arguments) {
    Path settings = operator.folder().resolve(node + ".toml");
    try {
      Files.writeString(
          settings,
          """
          [node]
          name = "%s"
          network = "mainnet"
          roles = ["daemon"]
          [daemon]
          repo = "%s"
          """
              .formatted(node, operator.folder().resolve("repo-" + node)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return operator.types(
        Stream.concat(Arrays.stream(arguments), Stream.of("--config", settings.toString()))
            .toArray(String[]::new));
  }
}
