package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lotusflow.files.FolderTree;
import io.lotusflow.home.Home;
import io.lotusflow.temporal.Connection;
import io.lotusflow.temporal.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Hosts on one machine, each with a state folder of its own: a server with its worker, one that
 * joins and installs, and one whose folder is a copy.
 */
@Tag("matrix")
class HostsTest {

  /** A worker counts as away 75 s after its last word; who watches has to have settled before. */
  private static final Duration SEEN_AWAY_WITHIN = Duration.ofMinutes(4);

  private static final Duration INSTALLED_WITHIN = Duration.ofMinutes(6);

  @Test
  void aHostJoinsGoesAwayComesBackAndIsRemoved() throws Exception {
    Path folder = Files.createTempDirectory("hosts");
    try (Operator a = new Operator(folder.resolve("a"), Map.of());
        Operator b = new Operator(folder.resolve("b"), Map.of());
        Operator copy = new Operator(folder.resolve("copy"), Map.of())) {
      a.types("up").expecting(0);
      Path file = enrolled(a);
      joins(b, file);
      assertThat(host(a, "seal-1").path("state").asText()).isEqualTo("up");
      theCopyTakesNoWork(b, copy, file);
      stepsWaitWhileItIsAway(a, b);
      parksWhatNeedsItWhenItIsRemoved(a, b);
    } finally {
      FolderTree.delete(folder);
    }
  }

  private static Path enrolled(Operator a) throws IOException {
    Path file = a.folder().resolve("seal-1.json");
    a.types("host", "enrol", "seal-1", "--role", "seal-worker", "--out", file.toString())
        .expecting(0);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    a.types("host", "enrol", "seal-1", "--out", file.toString()).expecting(3);
    return file;
  }

  private static void joins(Operator b, Path file) {
    assertThat(b.types("host", "join", file.toString()).expecting(0).out())
        .contains("seal-1", new Home(b.state()).hostId());
    assertThat(b.processes()).noneMatch(process -> process.contains("start-dev"));
    long workers = workers(b);
    b.types("host", "join", file.toString()).expecting(0);
    assertThat(workers(b)).isEqualTo(workers);
  }

  private static long workers(Operator operator) {
    return operator.processes().stream().filter(line -> line.contains("WorkerMain")).count();
  }

  private static JsonNode host(Operator a, String name) {
    for (JsonNode host : a.types("host", "list", "-o", "json").expecting(0).json()) {
      if (host.path("name").asText().equals(name)) {
        return host;
      }
    }
    return MissingNode.getInstance();
  }

  private static void theCopyTakesNoWork(Operator b, Operator copy, Path file) throws Exception {
    Files.createDirectories(copy.state());
    for (String kept : new String[] {"host-id", "host-machine", "host.json", "temporal.toml"}) {
      Files.copy(b.state().resolve(kept), copy.state().resolve(kept));
    }
    Operator.Said refused = copy.types("up", "--worker-only").expecting(1);
    assertThat(refused.err()).contains("another worker goes by host id", "lotusflow host id --new");
    assertThat(copy.types("status").expecting(0).out()).contains("the worker takes no work");
    copy.types("host", "join", file.toString()).expecting(3);

    Files.writeString(copy.state().resolve("host-machine"), "0123456789abcdef\n");
    copy.types("down");
    assertThat(copy.types("up", "--worker-only").expecting(1).err())
        .contains("was made on another machine");

    String id = copy.types("host", "id", "--new").expecting(0).out().strip();
    assertThat(id).isNotEqualTo(new Home(b.state()).hostId());
    copy.types("up", "--worker-only").expecting(0);
    copy.types("down");
  }

  private static void stepsWaitWhileItIsAway(Operator a, Operator b) {
    b.types("install", "--rehearsal", "--detach").expecting(0);
    b.types("down");
    await()
        .pollInterval(Duration.ofSeconds(3))
        .atMost(SEEN_AWAY_WITHIN)
        .until(() -> host(a, "seal-1").path("waiting").size() > 0);

    assertThat(host(a, "seal-1").path("state").asText()).isEqualTo("away");
    assertThat(host(a, "seal-1").path("awaySince").asText()).isNotEmpty();
    assertThat(a.types("status").expecting(0).out())
        .contains("seal-1", "away since", "waits for it: install/rehearsal");
    assertThat(a.types("run", "show", "install/rehearsal").expecting(0).out())
        .contains("Waits for host seal-1", "has been away since");

    b.types("up", "--worker-only").expecting(0);
    await()
        .pollInterval(Duration.ofSeconds(3))
        .atMost(Duration.ofMinutes(1))
        .until(() -> host(a, "seal-1").path("waiting").isEmpty());
    b.types(INSTALLED_WITHIN, "run", "watch", "install/rehearsal").expecting(0);
    assertThat(host(a, "seal-1").path("state").asText()).isEqualTo("up");
  }

  private static void parksWhatNeedsItWhenItIsRemoved(Operator a, Operator b) {
    assertThat(a.types("host", "remove", "seal-1").expecting(3).err()).contains("at work");
    b.types("sector", "pledge", "--count", "2", "--rehearsal", "--detach").expecting(0);
    b.types("down");
    a.types("host", "remove", "seal-1", "--now").expecting(0);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> a.types("status").out().contains("waits for you"));
    assertThat(a.types("status").expecting(0).out()).contains("Host seal-1 was removed");
    assertThat(host(a, "seal-1").isMissingNode()).isTrue();
    Operator.Said aborted = a.types("run", "abort", "sector-pledge/rehearsal", "--reason", "sold");
    assertThat(aborted.exit()).as(aborted.err()).isZero();
    keepHistory(a, "sector-pledge/rehearsal", "sector-pledge-0.1.0-host-removed-aborted.json");
    keepHistory(a, "install/rehearsal", "install-0.1.0-host-away.json");
    keepHistory(a, "known-host/" + new Home(b.state()).hostId(), "known-host-0.1.0-removed.json");
  }

  /** With {@code -Dlotusflow.record=FOLDER}: a new shape for the replay tests. */
  private static void keepHistory(Operator a, String workflowId, String name) {
    String to = System.getProperty("lotusflow.record", "");
    if (to.isEmpty()) {
      return;
    }
    Target target =
        Target.resolve(new Home(a.state()), Optional.of(a.address()), Optional.empty(), Map.of());
    try (Connection connection = Connection.open(Connection.Kind.CLI, target)) {
      Files.writeString(
          Path.of(to, name), connection.client().fetchHistory(workflowId).toJson(true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
