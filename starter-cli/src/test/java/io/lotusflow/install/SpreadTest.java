package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.files.FolderTree;
import io.lotusflow.home.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three state folders on one machine as three hosts: the miner's, where commands are typed and the
 * server runs; the daemon's; the seal worker's. None has a folder in common with another one.
 */
@Tag("matrix")
class SpreadTest {
  private static final Duration LONG = Duration.ofMinutes(8);

  private Path folder;
  private Operator miner;
  private Operator daemon;
  private Operator sealer;

  @BeforeEach
  void threeHosts() throws IOException {
    folder = Files.createTempDirectory("three-hosts");
    miner = new Operator(folder.resolve("miner"), Map.of());
    Map<String, String> server = Map.of("TEMPORAL_ADDRESS", miner.address());
    daemon = new Operator(folder.resolve("daemon"), server);
    sealer = new Operator(folder.resolve("sealer"), server);
    writeSettings();
    miner.types("up").expecting(0);
    daemon.types("up", "--worker-only").expecting(0);
    sealer.types("up", "--worker-only").expecting(0);
  }

  @AfterEach
  void takeAway() throws IOException {
    miner.types("seal-worker", "drain", "gpu", "--host", host(sealer), "--now", "--rehearsal");
    Path chain = miner.rehearsal().resolve("chain.toml");
    daemon.types("--config", chain.toString(), "service", "stop");
    sealer.types("down");
    daemon.types("down");
    miner.close();
    FolderTree.delete(folder);
  }

  @Test
  void aNodeIsSpreadOverThreeHosts() throws Exception {
    isPlanned();
    isInstalled();
    addSealWorker();
    seals();
    assertTokensAreNowhere();
  }

  @Test
  void anUpgradeGoesOverAllHostsThoughAWorkerIsKilled() throws Exception {
    miner.types(LONG, "install", "--rehearsal").expecting(0);
    addSealWorker();
    String before = version(miner);

    Operator.Typed upgrade = miner.starts("upgrade", "run", "v1.36.3", "--rehearsal");
    await().atMost(LONG).until(() -> builds(daemon));
    kill(worker(daemon));
    upgrade.ends(LONG).expecting(0);

    for (Operator host : List.of(miner, daemon, sealer)) {
      assertThat(version(host)).contains("1.36.3").isNotEqualTo(before);
    }
    List<Long> servicesBefore =
        List.of(service(daemon, "lotus daemon"), service(miner, "lotus-miner run"));
    miner.types(LONG, "node", "restart", "--for", "10s", "--rehearsal").expecting(0);
    assertThat(List.of(service(daemon, "lotus daemon"), service(miner, "lotus-miner run")))
        .as("the daemon, and the miner that hangs on it")
        .doesNotContainAnyElementsOf(servicesBefore);

    miner.types(LONG, "upgrade", "rollback", "--rehearsal").expecting(0);
    for (Operator host : List.of(miner, daemon, sealer)) {
      assertThat(version(host)).isEqualTo(before);
    }
    assertTokensAreNowhere();
  }

  private Path install(Operator operator) {
    return operator.equals(miner) ? miner.rehearsal() : machine(operator);
  }

  /** What the link points to. */
  private String version(Operator operator) throws IOException {
    return Files.readSymbolicLink(install(operator).resolve("opt/current")).toString();
  }

  private static boolean builds(Operator operator) {
    return operator.processes().stream().anyMatch(process -> process.contains("make"));
  }

  private static long worker(Operator operator) {
    return pid(operator, "io.lotusflow.worker.WorkerMain");
  }

  private static long service(Operator operator, String command) {
    return pid(operator, command);
  }

  private static long pid(Operator operator, String part) {
    return operator.processes().stream()
        .filter(process -> process.contains(part))
        .map(process -> Long.parseLong(process.substring(0, process.indexOf(' '))))
        .findFirst()
        .orElseThrow(() -> new AssertionError(part + " is not in " + operator.processes()));
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  private static String host(Operator operator) {
    return new Home(operator.state()).hostId();
  }

  private static Path machine(Operator operator) {
    return operator.folder().resolve("machine");
  }

  /** One file a machine, from that of the whole rehearsal; the miner's names the others. */
  private void writeSettings() throws IOException {
    miner.types("rehearsal", "start").expecting(0);
    Path settings = miner.rehearsal().resolve("lotusflow.toml");
    String whole = Files.readString(settings);
    Files.writeString(settings.resolveSibling("chain.toml"), of(daemon, whole, "daemon"));
    Files.writeString(settings.resolveSibling("sealer.toml"), of(sealer, whole, "seal-worker"));
    Matcher api = Pattern.compile("\\[daemon][^\\[]*?\napi = \"([^\"]+)\"").matcher(whole);
    assertThat(api.find()).isTrue();
    String remote =
        "remote_api = \"%s\"\nremote_token_file = \"%s\"\n"
            .formatted(api.group(1), machine(miner).resolve("daemon-token"));
    String hosts =
        "hosts = { \"%s\" = \"chain.toml\", \"%s\" = \"sealer.toml\" }\n"
            .formatted(host(daemon), host(sealer));
    Files.writeString(
        settings,
        whole
            .replaceFirst("roles = .*\n", "roles = [\"miner\"]\n" + hosts)
            .replace("[daemon]\n", "[daemon]\n" + remote));
  }

  private String of(Operator operator, String whole, String role) throws IOException {
    Files.createDirectories(machine(operator));
    return whole
        .replace(miner.rehearsal().toString(), machine(operator).toString())
        .replaceFirst("roles = .*\n", "roles = [\"" + role + "\"]\n");
  }

  private void isPlanned() {
    String plan = miner.types("--dry-run", "install", "--rehearsal").expecting(0).out();
    assertThat(plan).contains("@" + host(miner), "@" + host(daemon), "@" + host(sealer));
    assertThat(machine(daemon)).isEmptyDirectory();
  }

  private void isInstalled() throws IOException {
    String said = miner.types(LONG, "install", "--rehearsal").expecting(0).err();
    assertThat(said).contains("@" + host(daemon));

    Path token = machine(miner).resolve("daemon-token");
    assertThat(Files.readString(token).strip())
        .isEqualTo(Files.readString(machine(daemon).resolve("daemon/token")).strip());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
        .isEqualTo("rw-------");
    assertThat(miner.rehearsal().resolve("daemon")).doesNotExist();
    assertThat(machine(daemon).resolve("miner")).doesNotExist();
    assertThat(machine(sealer).resolve("opt/current/bin/lotus-worker")).isExecutable();
    assertThat(miner.types("miner", "info", "--rehearsal").expecting(0).out()).contains("t01");

    assertThat(miner.types(LONG, "install", "--rehearsal").expecting(0).err().lines())
        .as("a second install finds what is so, and takes the node for itself")
        .filteredOn(line -> line.contains(" - done @") && !line.startsWith("✔ install:"))
        .isEmpty();
  }

  private void addSealWorker() {
    Path folder = machine(sealer).resolve("gpu");
    miner
        .types(
            "seal-worker",
            "add",
            "gpu",
            "--host",
            host(sealer),
            "--path",
            folder + "",
            "--rehearsal")
        .expecting(0);
  }

  /** The miner seals too; of four it leaves some to the worker, whose folder they only pass. */
  private void seals() {
    Path folder = machine(sealer).resolve("gpu");
    Operator.Typed batch = miner.starts("sector", "pledge", "--count", "4", "--rehearsal");
    await().atMost(LONG).until(() -> !files(folder.resolve("sealed")).isEmpty());
    batch.ends(LONG).expecting(0);
  }

  /** The server's database holds every plan and result as they were sent, logs what was told. */
  private void assertTokensAreNowhere() throws IOException {
    List<String> tokens =
        List.of(
            Files.readString(machine(daemon).resolve("daemon/token")).strip(),
            Files.readString(miner.rehearsal().resolve("miner/token")).strip());
    List<Path> told = new ArrayList<>();
    for (Operator operator : List.of(miner, daemon, sealer)) {
      told.addAll(files(operator.state().resolve("logs")));
      told.addAll(files(operator.state().resolve("receipts")));
    }
    told.addAll(files(new Home(miner.state()).database().getParent()));
    assertThat(told).anyMatch(file -> file.toString().endsWith(".db"));
    for (Path file : told) {
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .doesNotContain(tokens.toArray(String[]::new));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter((Predicate<Path>) Files::isRegularFile).toList();
    }
  }
}
