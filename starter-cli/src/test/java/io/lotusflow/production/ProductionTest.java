package io.lotusflow.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.Living;
import io.lotusflow.crash.Victim;
import io.lotusflow.files.FolderTree;
import io.lotusflow.install.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A home whose Temporal is a cluster: PostgreSQL, mutual TLS, and a line that can be cut. */
@Tag("matrix")
class ProductionTest {

  private static final String STEP = "Build.Compile";
  private static final Duration BUILD = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Longer than a step may give no sign of life. */
  private static final Duration CUT = Duration.ofMinutes(2);

  private static Path shared;
  private static ProductionServer server;
  private CutLine line;
  private Operator operator;

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
  void aHostOfIt() throws IOException {
    line = CutLine.to(server.port());
    operator = new Operator(Files.createTempDirectory("host"), Map.of());
    server.joinedBy(operator, line.port());
    operator.types("server", "prepare").expecting(0);
    operator.types("up").expecting(0);
  }

  @AfterEach
  void endHost() throws IOException {
    operator.types("run", "cancel", "install/rehearsal", "--yes");
    operator.close();
    line.close();
    FolderTree.delete(operator.folder());
  }

  @Test
  void installsPledgesAndSchedules() {
    JsonNode facts = operator.types("server", "check", "-o", "json").expecting(0).json();
    assertThat(facts.path("tls").asBoolean()).isTrue();
    assertThat(facts.path("certificateDays").asInt()).isPositive();
    assertThat(facts.path("retentionDays").asInt()).isEqualTo(90);

    operator.types("install", "--rehearsal").expecting(0);
    operator.types("sector", "pledge", "--count", "1", "--rehearsal").expecting(0);
    operator.types("schedule", "create", "sync-wait", "--at", "03:00", "--rehearsal").expecting(0);
    operator.types("schedule", "trigger", "sync/rehearsal").expecting(0);
    operator.types("schedule", "delete", "sync/rehearsal", "--yes").expecting(0);

    assertThat(operator.types("status").expecting(0).out()).contains("localhost:" + line.port());
    assertThat(operator.processes()).noneMatch(process -> process.contains("start-dev"));
  }

  @Test
  void buildsOnWhileTheLineToTheServerIsCut() throws Exception {
    begin();
    line.cut();
    Instant since = Instant.now();
    await().atMost(PATIENCE).until(() -> job().isEmpty());
    assertThat(operator.types("status").expecting(0).out()).contains("Open runs are unknown");
    await().atMost(PATIENCE).until(() -> Instant.now().isAfter(since.plus(CUT)));
    line.mend();
    operator.types("run", "watch", "install/rehearsal").expecting(0);

    assertThat(timesBegun()).isEqualTo(1);
  }

  @Test
  void installsOnWhenTheDatabaseWasAwayForAMinute() throws Exception {
    begin();
    server.hold();
    Instant since = Instant.now();
    await().atMost(PATIENCE).until(() -> Instant.now().isAfter(since.plusSeconds(60)));
    server.letGo();
    await()
        .ignoreExceptions()
        .atMost(PATIENCE)
        .until(() -> operator.types("run", "watch", "install/rehearsal").exit() == 0);

    assertThat(timesBegun()).isEqualTo(1);
  }

  private void begin() throws IOException {
    operator.types("rehearsal", "start").expecting(0);
    Path settings = operator.rehearsal().resolve("lotusflow.toml");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replace(
                "[build]\n",
                "[build]\nenvironment = { REHEARSAL_BUILD_SECONDS = \"%d\" }\n"
                    .formatted(BUILD.toSeconds())));
    operator.types("install", "--rehearsal", "--detach").expecting(0);
    await().atMost(PATIENCE).until(() -> !job().isEmpty());
  }

  private List<Living> job() {
    return Victim.JOB_TREE.among(Living.of(Living.all(), operator.folder().toString()), STEP);
  }

  /** Each job leaves a folder with the process that led it. */
  private long timesBegun() throws IOException {
    try (Stream<Path> files = Files.walk(operator.state().resolve("jobs"), 5)) {
      return files
          .filter(file -> file.getFileName().toString().equals("process"))
          .filter(file -> file.toString().contains("/" + STEP.replace('.', '_') + "-"))
          .count();
    }
  }
}
