package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.files.FolderTree;
import io.lotusflow.home.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two hosts on one machine: node, miner and server on one, and a state folder with nothing but a
 * worker as the other. Miner and seal worker are asked from outside who did what.
 */
@Tag("matrix")
class SealWorkerElsewhereTest {

  private static final Duration SEALED_WITHIN = Duration.ofMinutes(5);

  @Test
  void aWorkerOnAnotherHostIsAddedSealsAndGoesAgain() throws Exception {
    Path folder = Files.createTempDirectory("two-hosts");
    try (Operator a = new Operator(folder.resolve("a"), Map.of())) {
      new InstallOrdeal().prepare(a);
      a.types("install", "--rehearsal").expecting(0);
      Operator b = new Operator(folder.resolve("b"), Map.of("TEMPORAL_ADDRESS", a.address()));
      try {
        assertRefusedWhileNobodyIsThere(a, new Home(b.state()).hostId());
        joins(b, a.address());
        sealsThere(a, b);
      } finally {
        b.types("down");
      }
      assertTokenIsInNoHistory(a);
    } finally {
      FolderTree.delete(folder);
    }
  }

  private static void assertRefusedWhileNobodyIsThere(Operator a, String host) {
    Operator.Said said =
        add(a, host, Path.of("/nonexistent/miner-info"), Path.of("/nonexistent/gpu")).expecting(2);
    assertThat(said.err()).contains("There is no host " + host, "lotusflow up --worker-only");
    a.types("seal-worker", "list", "--host", host, "--rehearsal").expecting(2);
  }

  private static void joins(Operator b, String address) {
    b.types("up", "--worker-only").expecting(0);
    assertThat(b.types("status").expecting(0).out()).contains(address + "  on another host");
    assertThat(b.processes()).noneMatch(process -> process.contains("start-dev"));
    assertThat(new Operator(b.folder().resolveSibling("c"), Map.of()).types("up", "--worker-only"))
        .satisfies(alone -> assertThat(alone.exit()).isEqualTo(3))
        .satisfies(alone -> assertThat(alone.err()).contains("TEMPORAL_ADDRESS"));
  }

  private static void sealsThere(Operator a, Operator b) throws IOException {
    String host = new Home(b.state()).hostId();
    Path info = b.folder().resolve("miner-info");
    Path seal = b.folder().resolve("gpu");
    Operator.Said parked = add(a, host, info, seal).expecting(4);
    assertThat(parked.out() + parked.err()).contains("seal-worker miner-info", info.toString());

    String line = a.types("seal-worker", "miner-info", "--rehearsal").expecting(0).out();
    Files.createFile(
        info, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(info, line);
    a.types("run", "resume", "seal-worker/rehearsal/gpu@" + host).expecting(0);
    a.types("run", "watch", "seal-worker/rehearsal/gpu@" + host).expecting(0);

    JsonNode listed = list(a, host);
    assertThat(listed.path("name").asText()).isEqualTo("gpu");
    assertThat(listed.path("state").asText()).isEqualTo("works");
    assertThat(new Home(b.state()).sealWorkers().resolve("rehearsal/gpu.miner")).isSymbolicLink();
    assertThat(a.types("seal-worker", "list", "--rehearsal").expecting(0).out())
        .contains("no seal worker was added here", "Host " + host + ":", "gpu ");

    // The miner seals too; of four it leaves some to the worker, whose folder they pass.
    Operator.Typed batch = a.starts("sector", "pledge", "--count", "4", "--rehearsal");
    await().atMost(SEALED_WITHIN).until(() -> sealed(seal));
    batch.ends(SEALED_WITHIN).expecting(0);

    refusals(a, host, info);
    handedOver(a, b, host);
    a.types("seal-worker", "drain", "gpu", "--host", host, "--rehearsal").expecting(0);
    assertThat(list(a, host).path("state").asText()).isEqualTo("stopped");
    a.types("seal-worker", "remove", "gpu", "--host", host, "--rehearsal").expecting(0);
    assertThat(a.types("seal-worker", "list", "--host", host, "--rehearsal").expecting(0).out())
        .contains("no seal worker was added here");
    assertThat(info).exists();
    assertThat(a.types("seal-worker", "list", "--rehearsal").expecting(0).out())
        .doesNotContain("Host ");
  }

  /** Nobody copies anything; added again, it is the same. */
  private static void handedOver(Operator a, Operator b, String host) throws IOException {
    Path seal = b.folder().resolve("gpu-3");
    Path file = new Home(b.state()).sealWorkers().resolve("rehearsal/gpu-3.miner");
    List<String> add =
        List.of("seal-worker", "add", "gpu-3", "--host", host, "--path", seal + "", "--rehearsal");
    a.types(add.toArray(String[]::new)).expecting(0);
    String written = Files.readString(file);
    assertThat(written).contains(Files.readString(a.rehearsal().resolve("miner/token")).strip());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(a.types(add.toArray(String[]::new)).expecting(0).err())
        .as("the steps, of which one names the file")
        .contains("gpu-3.miner");
    assertThat(file).hasContent(written);
    a.types("seal-worker", "restart", "gpu-3", "--host", host, "--rehearsal").expecting(0);
    a.types("seal-worker", "remove", "gpu-3", "--host", host, "--rehearsal").expecting(0);
    assertThat(file).doesNotExist();
  }

  private static boolean sealed(Path worker) throws IOException {
    Path folder = worker.resolve("sealed");
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("s-t0"));
    }
  }

  private static void refusals(Operator a, String host, Path info) {
    Operator.Said taken =
        a.types(
            "seal-worker",
            "add",
            "gpu-2",
            "--host",
            host,
            "--miner-info",
            info.toString(),
            "--path",
            info.resolveSibling("gpu").toString(),
            "--rehearsal");
    assertThat(taken.exit()).isNotZero();
    assertThat(taken.out() + taken.err()).contains("Another worker has this folder");
    Operator.Said unknown =
        a.types("seal-worker", "drain", "gpuu", "--host", host, "--rehearsal").expecting(2);
    assertThat(unknown.err()).contains("on host " + host, "\"gpu\"");
  }

  private static JsonNode list(Operator a, String host) {
    return a.types("seal-worker", "list", "--host", host, "--rehearsal", "-o", "jsonl")
        .expecting(0)
        .json();
  }

  private static Operator.Said add(Operator a, String host, Path info, Path seal) {
    return a.types(
        "seal-worker",
        "add",
        "gpu",
        "--host",
        host,
        "--miner-info",
        info.toString(),
        "--path",
        seal.toString(),
        "--rehearsal");
  }

  /** The server's database holds every plan and result as they were sent. */
  private static void assertTokenIsInNoHistory(Operator a) throws IOException {
    String token = Files.readString(a.rehearsal().resolve("miner/token")).strip();
    for (Path file : List.of(new Home(a.state()).database(), wal(a))) {
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(token);
    }
  }

  private static Path wal(Operator a) {
    Path database = new Home(a.state()).database();
    Path wal = database.resolveSibling(database.getFileName() + "-wal");
    return Files.exists(wal) ? wal : database;
  }
}
