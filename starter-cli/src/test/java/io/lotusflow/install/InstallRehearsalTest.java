package io.lotusflow.install;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.cli.Unpacked;
import io.lotusflow.crash.Living;
import io.lotusflow.schedule.Chat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The README's main job as a newcomer runs it: everything real but the network. One install serves
 * all the tests, which look at what it left in the order of a first day.
 */
@Tag("e2e")
@ExtendWith(UndisturbedInstall.Once.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallRehearsalTest {

  /** On a quiet machine it is less than one second. */
  private static final Duration AWAY_AT_MOST = Duration.ofSeconds(5);

  private static Operator operator;
  private static Operator.Said installed;

  @BeforeAll
  static void install(UndisturbedInstall undisturbed) {
    operator = undisturbed.operator();
    installed = undisturbed.said();
  }

  @Test
  @Order(1)
  void endsWithARunningNodeAndMiner() {
    installed.expecting(0);
    Installation there = new Installation(operator.rehearsal());
    assertThat(there.minersOnChain()).hasSize(Installation.GENESIS_MINERS + 1);
    assertThat(there.wallets()).hasSize(2);
    assertThat(there.storagePaths()).hasSize(2);
    long height = there.height();
    await().atMost(Duration.ofSeconds(30)).until(() -> there.height() > height);
  }

  @Test
  @Order(2)
  void keepsTheKeysWhereOnlyTheOwnerReadsThem() throws IOException {
    List<Path> keys = new Installation(operator.rehearsal()).keyBackups();
    assertThat(keys).hasSize(2);
    for (Path key : keys) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  @Order(4)
  void dryRunNamesTheSameStepsThatWereTaken() {
    JsonNode taken =
        operator.types("run", "show", "install/rehearsal", "-o", "json").expecting(0).json();
    JsonNode planned =
        operator.types("install", "--rehearsal", "--dry-run", "-o", "json").expecting(0).json();
    assertThat(steps(planned)).isSubsetOf(steps(taken)).hasSizeGreaterThan(20);
  }

  @Test
  @Order(5)
  void saysAlreadySoTheSecondTimeAndChangesNoFile() throws IOException {
    Map<Path, String> before = settled();

    Operator.Said again = operator.types("install", "--rehearsal", "-o", "json").expecting(0);

    assertThat(settled()).isEqualTo(before);
    assertThat(states(again.json()))
        .allMatch(state -> state.equals("already-so") || state.equals("done"));
    assertThat(again.took()).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  @Order(6)
  void getsANewChainBesideTheLivingNodeAndTheOldOneBack() throws Exception {
    LivingNode node = new LivingNode(operator.rehearsal().resolve("daemon"));
    Map<String, String> before = node.identity();
    try (OutsidePoll poll = new OutsidePoll(node.api())) {
      operator.types("chain", "reset", "--rehearsal").expecting(0);
      assertThat(node.oldChains()).hasSize(1);

      Operator.Said back = operator.types("chain", "rollback", "--rehearsal").expecting(0);
      assertThat(node.oldChains()).isEmpty();

      assertThat(poll.silences()).as("one for each switch; %s", back.err()).hasSize(2);
      assertThat(poll.silences()).allMatch(silence -> silence.compareTo(AWAY_AT_MOST) <= 0);
    }
    assertThat(node.identity()).isEqualTo(before);
    assertThat(operator.types("run", "show", "chain-reset/rehearsal").expecting(0).out())
        .contains("lotusflow chain rollback");
  }

  /** What is scheduled is the reset above; that a schedule starts it, an export shows too. */
  @Test
  @Tag("matrix")
  @Order(7)
  void getsANewChainBySchedule() throws Exception {
    LivingNode node = new LivingNode(operator.rehearsal().resolve("daemon"));
    Map<String, String> before = node.identity();
    operator
        .types("schedule", "create", "chain-reset", "--at", "03:00", "--zone", "UTC", "--rehearsal")
        .expecting(0);
    operator.types("rehearsal", "fault", "download-cut", "500000").expecting(0);

    operator.types("schedule", "trigger", "chain-reset/rehearsal").expecting(0);

    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(node.oldChains()).hasSize(1));
    operator.types("run", "watch", "chain-reset/rehearsal").expecting(0);
    operator.types("schedule", "delete", "chain-reset/rehearsal").expecting(0);
    assertThat(node.identity()).isEqualTo(before);
  }

  @Test
  @Order(8)
  void writesItsChainToAFileThatIsProven() throws Exception {
    Path folder = operator.folder().resolve("exports");
    operator
        .types("snapshot", "export", "--rehearsal", "--zstd", "--folder", folder.toString())
        .expecting(0);

    List<Path> written = files(folder);
    Path chain =
        written.stream().filter(file -> file.toString().endsWith(".zst")).findFirst().orElseThrow();
    assertThat(written).contains(Path.of(chain + ".sha256sum"));
    assertThat(written).allMatch(file -> file.toString().startsWith(chain.toString()));
    JsonNode verdict =
        operator.types("snapshot", "verify", chain.toString(), "-o", "json").expecting(0).json();
    assertThat(verdict.path("head").path("height").asLong()).isPositive();
  }

  @Test
  @Order(9)
  void writesItsChainToAFileBySchedule() throws Exception {
    Path folder = operator.state().resolve("exports");
    operator
        .types("schedule", "create", "snapshot-export", "--at", "05:00", "--rehearsal")
        .expecting(0);
    operator.types("schedule", "trigger", "snapshot-export/rehearsal").expecting(0);
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(folder).isDirectoryContaining("glob:**.sha256sum"));
    operator.types("schedule", "delete", "snapshot-export/rehearsal").expecting(0);
  }

  @Test
  @Order(11)
  void sealsAsManySectorsAsWereAskedFor() {
    operator.types("seal-worker", "add", "one", "--tasks", "PC1,C2", "--rehearsal").expecting(0);
    operator.types("seal-worker", "add", "two", "--tasks", "nothing", "--rehearsal").expecting(2);
    JsonNode worker = operator.types("seal-worker", "list", "--rehearsal", "-o", "json").json();
    assertThat(worker.path("state").asText()).isEqualTo("works");
    operator
        .types(
            "seal-worker", "add", "two", "--listen", worker.path("listen").asText(), "--rehearsal")
        .expecting(3);
    operator
        .types("sector", "pledge", "--count", "3", "--parallel", "2", "--rehearsal")
        .expecting(0);
    JsonNode listed =
        operator.types("sector", "list", "--all", "--rehearsal", "-o", "json").expecting(0).json();
    assertThat(listed.path("sectors").findValuesAsText("state"))
        .containsExactly("Proving", "Proving", "Proving");
    assertThat(operator.types("sector", "show", "0", "--rehearsal").expecting(0).out())
        .containsSubsequence("Packing", "PreCommit1", "FinalizeSector", "Proving");
    operator.types("seal-worker", "restart", "one", "--now", "--rehearsal").expecting(0);
    movesTheWorker(Path.of(worker.path("path").asText()));
    operator.types("seal-worker", "drain", "one", "--rehearsal").expecting(0);
    assertThat(
            operator
                .types("seal-worker", "list", "--rehearsal", "-o", "json")
                .json()
                .path("state")
                .asText())
        .isEqualTo("stopped");
    operator.types("seal-worker", "remove", "one", "--rehearsal").expecting(0);
    assertThat(operator.types("seal-worker", "list", "--rehearsal", "-o", "json").out()).isEmpty();
  }

  private void movesTheWorker(Path before) {
    Path moved = before.resolveSibling("worker-moved");
    operator
        .types("seal-worker", "move", "one", "--path", before.toString(), "--rehearsal")
        .expecting(2);
    operator
        .types("seal-worker", "move", "one", "--path", moved.toString(), "--rehearsal")
        .expecting(0);
    assertThat(before).doesNotExist();
    assertThat(moved.resolve("storage.json")).content().contains(moved.toString());
    JsonNode worker = operator.types("seal-worker", "list", "--rehearsal", "-o", "json").json();
    assertThat(worker.path("state").asText()).isEqualTo("works");
    assertThat(worker.path("path").asText()).isEqualTo(moved.toString());
    operator.types("seal-worker", "move", "one", "--drop-old", "--rehearsal").expecting(0);
    assertThat(before.getParent()).isDirectoryNotContaining("glob:**/*.moved-*");
  }

  @Test
  @Order(12)
  void measuresTheMachineOnlyByForceSinceItsMinerProves() {
    operator.types("benchmark", "run", "--rehearsal").expecting(3);
    operator.types("benchmark", "report", "--rehearsal").expecting(2);
    operator.types("benchmark", "run", "--rehearsal", "--force").expecting(0);
    JsonNode measured =
        operator.types("benchmark", "report", "--rehearsal", "-o", "json").expecting(0).json();
    assertThat(measured.path("sectorSize").asLong()).isEqualTo(2048);
    assertThat(measured.path("background").path("lotus").asText()).isEqualTo("v1.36.2");
    operator.types("rehearsal", "fault", "bench-fail").expecting(0);
    operator.types("benchmark", "run", "--rehearsal", "--force").expecting(4);
    operator.types("run", "resume", "benchmark/rehearsal").expecting(0);
    assertThat(operator.rehearsal().resolve("tmp/lotusflow-bench-rehearsal")).doesNotExist();
  }

  @Test
  @Tag("matrix")
  @Order(13)
  void changesTheMinerActorOnceAndSavesTheKeysBefore() {
    operator.types("wallet", "new", "--rehearsal").expecting(0);
    String key =
        lines("wallet", "list", "--rehearsal", "-o", "jsonl")
            .filter(purse -> purse.path("uses").asText().isEmpty())
            .map(purse -> purse.path("key").asText())
            .findFirst()
            .orElseThrow();
    assertThat(operator.rehearsal().resolve("key-backup/" + key + ".key")).isNotEmptyFile();
    operator.types("-y", "miner", "control", "set", key, "--rehearsal").expecting(3);
    operator.types("rehearsal", "fund", key, "2").expecting(0);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                lines("wallet", "list", "--rehearsal", "-o", "jsonl")
                    .anyMatch(
                        purse ->
                            purse.path("key").asText().equals(key)
                                && !purse.path("id").asText().isEmpty()));
    operator.types("-y", "miner", "control", "set", key, "--rehearsal").expecting(0);
    assertThat(lines("miner", "control", "list", "--rehearsal", "-o", "jsonl"))
        .filteredOn(purse -> purse.path("key").asText().equals(key))
        .extracting(purse -> purse.path("uses").asText())
        .containsExactly("control-0");
    assertThat(operator.types("miner", "control", "set", key, "--rehearsal").expecting(0).out())
        .contains("nothing to change");
    operator.types("-y", "miner", "withdraw", "1000000", "--rehearsal").expecting(3);
  }

  private static Stream<JsonNode> lines(String... arguments) {
    Operator.Said said = operator.types(arguments).expecting(0);
    return said.out().lines().map(line -> said.withOut(line).json());
  }

  @Test
  @Tag("matrix")
  @Order(14)
  void attachesOneMorePathWhileTheMinerRuns() throws IOException {
    Path more = operator.rehearsal().resolve("more");
    operator.types("storage", "attach", more.toString(), "--rehearsal").expecting(2);
    operator.types("storage", "attach", more.toString(), "--store", "--rehearsal").expecting(0);
    operator.types("storage", "attach", "--rehearsal").expecting(0);
    assertThat(lines("storage", "list", "--rehearsal", "-o", "jsonl"))
        .extracting(path -> path.path("path").asText())
        .contains(more.toString());
    operator.types("storage", "check", "--rehearsal").expecting(0);
    Files.createFile(more.resolve("sealed/notes.txt"));
    assertThat(operator.types("storage", "check", "--rehearsal").expecting(3).out())
        .contains("sealed/notes.txt");
    Files.delete(more.resolve("sealed/notes.txt"));
  }

  /** Its downtime is measured by somebody who asks it all the time, and so is a restart's. */
  @Test
  @Order(16)
  void movesStorageWhileTheMinerWorks() throws Exception {
    Path store = MigrateOrdeal.store(operator);
    Map<String, String> before = MigrateOrdeal.sectors(store);
    assertThat(before).isNotEmpty();
    Path moved = store.resolveSibling("store-moved");
    Duration restart;
    try (OutsidePoll poll = OutsidePoll.ofMiner(operator.rehearsal())) {
      operator.types("service", "restart", "--rehearsal").expecting(0);
      await().atMost(Duration.ofMinutes(1)).until(() -> !poll.silences().isEmpty());
      restart = poll.silent();
    }
    operator
        .types("storage", "migrate", store.toString(), store + "/more", "--rehearsal")
        .expecting(3);
    try (OutsidePoll poll = OutsidePoll.ofMiner(operator.rehearsal())) {
      operator
          .types(
              "storage",
              "migrate",
              store.toString(),
              moved.toString(),
              "--rehearsal",
              "--outage",
              "30s",
              "--keep")
          .expecting(0);
      Duration silent = poll.silent();
      System.out.println("restart " + restart + ", migration " + silent);
      assertThat(silent).isLessThan(restart.plusSeconds(10));
    }
    assertThat(MigrateOrdeal.sectors(moved)).containsAllEntriesOf(before);
    assertThat(MigrateOrdeal.sectors(store)).containsAllEntriesOf(before);
    operator
        .types(
            "storage",
            "migrate",
            store.toString(),
            moved.toString(),
            "--rehearsal",
            "--outage",
            "30s",
            "--delete-after",
            "0s")
        .expecting(0);
    assertThat(store).doesNotExist();
    operator
        .types(
            "storage",
            "migrate",
            moved.toString(),
            store.toString(),
            "--rehearsal",
            "--outage",
            "30s",
            "--delete-after",
            "0s")
        .expecting(0);
    assertThat(moved).doesNotExist();
    assertThat(MigrateOrdeal.sectors(store)).isEqualTo(before);
  }

  @Test
  @Order(15)
  void takesOverWhatRunsWhenItsSettingsAreThrownAway() throws IOException {
    Path settings = operator.rehearsal().resolve("lotusflow.toml");
    String thrownAway = Files.readString(settings);
    Map<Path, String> before = settled();
    Path adopted = operator.folder().resolve("adopted.toml");
    String source = value(thrownAway, "snapshot", "source");

    operator
        .types(
            "adopt",
            "--config",
            adopted.toString(),
            "--daemon",
            "pid:" + pid("daemon"),
            "--miner",
            "pid:" + pid("miner"),
            "--set",
            "snapshot.source=" + source,
            "--keep-binaries",
            "-o",
            "json")
        .expecting(0);

    for (String key : List.of("repo", "api")) {
      for (String table : List.of("daemon", "miner")) {
        assertThat(value(Files.readString(adopted), table, key))
            .isEqualTo(value(thrownAway, table, key));
      }
    }
    assertThat(value(Files.readString(adopted), "build", "prefix"))
        .isEqualTo(value(thrownAway, "build", "prefix"));
    assertThat(settled()).isEqualTo(before);
    operator.types("service", "status", "--config", adopted.toString()).expecting(0);
    Operator.Said looked =
        operator.types("doctor", "--offline", "--config", adopted.toString(), "-o", "json");
    assertThat(looked.out()).contains("daemon-api", "reachability", "variables");
    operator.types("chain", "reset", "--dry-run", "--config", adopted.toString()).expecting(0);
  }

  private static String pid(String service) throws IOException {
    return Files.readString(
            operator.state().resolve("services/lotusflow-rehearsal-" + service + "/program"))
        .split(" ", 2)[0];
  }

  private static String value(String toml, String table, String key) {
    return String.valueOf(org.tomlj.Toml.parse(toml).get(List.of(table, key)));
  }

  @Test
  @Order(10)
  void getsANewChainInPlaceOnlyWhenTheNodeIsNamed() throws Exception {
    LivingNode node = new LivingNode(operator.rehearsal().resolve("daemon"));
    Map<String, String> before = node.identity();
    operator.types("chain", "reset", "--rehearsal", "--in-place", "--no-input").expecting(2);

    operator
        .types("chain", "reset", "--rehearsal", "--in-place", "--confirm", "rehearsal")
        .expecting(0);

    assertThat(node.identity()).isEqualTo(before);
    Installation there = new Installation(operator.rehearsal());
    assertThat(there.storagePaths()).hasSize(2);
    long height = there.height();
    await().atMost(Duration.ofSeconds(30)).until(() -> there.height() > height);
  }

  /** After all the others: whatever they did is searched, and what they printed. */
  @Test
  @Order(17)
  void letsNoSecretOutWhereverItIsStoredSentOrShown(UndisturbedInstall undisturbed)
      throws Exception {
    Secrets secrets = Secrets.of(operator.state());
    assertThat(secrets.names())
        .contains("token of daemon", "token of miner")
        .anyMatch(name -> name.startsWith("key-backup/"))
        .anyMatch(name -> name.startsWith("daemon/keystore/"))
        .anyMatch(name -> name.startsWith("miner/keystore/"));
    Map<String, byte[]> shown = new TreeMap<>();
    try (Chat chat = new Chat()) {
      needsSomebody(chat, secrets);
      shown.put("alerts", String.join("\n", chat.heard).getBytes(UTF_8));
    }
    shown.putAll(shown(undisturbed));
    operator.types("-y", "run", "abort", "benchmark/rehearsal").expecting(0);
    for (Path file : files(operator.folder())) {
      if (!Secrets.isHome(operator.state(), file)) {
        shown.put(file.toString(), Files.readAllBytes(file));
      }
    }

    List<String> telling =
        shown.entrySet().stream()
            .filter(place -> new String(place.getValue(), ISO_8859_1).contains("rehearsal"))
            .map(Map.Entry::getKey)
            .toList();
    for (String place :
        List.of(
            "alerts", "environment of", "bundle/histories", ".db", "/receipts/", "worker.log")) {
      assertThat(telling)
          .as("what is known to be in %s is found there", place)
          .anyMatch(name -> name.contains(place));
    }
    Map<String, Set<String>> found = new TreeMap<>();
    shown.forEach((place, content) -> found.put(place, secrets.in(content)));
    found.values().removeIf(Set::isEmpty);
    assertThat(found).as("secrets, by the place where they are found").isEmpty();
  }

  /** What lotusflow and the kernel show of it to whoever asks. */
  private static Map<String, byte[]> shown(UndisturbedInstall undisturbed) throws Exception {
    Map<String, byte[]> shown = new TreeMap<>();
    String lines = String.join("\n", undisturbed.lines().seen());
    assertThat(lines).contains("import-snapshot", operator.folder().toString());
    shown.put("command lines", lines.getBytes(ISO_8859_1));
    for (Living process : Living.of(Living.all(), operator.folder().toString())) {
      shown.put(
          "environment of " + process.commandLine(), process.environment().getBytes(ISO_8859_1));
    }
    String figures =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + undisturbed.figures() + "/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    assertThat(figures).contains("lotusflow_worker_polls");
    shown.put("figures", figures.getBytes(UTF_8));
    operator.types("status").expecting(0);
    operator.types("run", "show", "install/rehearsal", "-o", "json").expecting(0);
    operator.types("doctor", "--rehearsal", "--offline", "-o", "json");
    Path bundle = operator.folder().resolve("bundle.tar.gz");
    operator
        .types(
            "support-bundle",
            "--config",
            operator.rehearsal().resolve("lotusflow.toml").toString(),
            "--to",
            bundle.toString())
        .expecting(0);
    Unpacked.texts(bundle)
        .forEach((name, text) -> shown.put("bundle/" + name, text.getBytes(UTF_8)));
    return shown;
  }

  /** A run that waits for a person: an alert is sent, and its history goes into the bundle. */
  private static void needsSomebody(Chat chat, Secrets secrets) throws IOException {
    Path robot = chat.addressIn(operator.folder());
    Files.writeString(robot, "secret = \"SECd7f3a9c1b2e4\"\n", StandardOpenOption.APPEND);
    secrets.add("webhook", "SECd7f3a9c1b2e4");
    Path settings = operator.folder().resolve("alerted.toml");
    Files.writeString(
        settings,
        Files.readString(operator.rehearsal().resolve("lotusflow.toml"))
            + "\n[alerts]\nwebhook = \"%s\"\n".formatted(robot));
    operator.types("rehearsal", "fault", "bench-fail").expecting(0);
    operator.types("benchmark", "run", "--config", settings.toString(), "--force").expecting(4);
    await().atMost(Duration.ofSeconds(30)).until(() -> !chat.heard.isEmpty());
    Files.delete(robot);
  }

  @Test
  @Order(18)
  void leavesNothingWhenItIsTakenAway() {
    operator.types("rehearsal", "remove", "--yes").expecting(0);
    operator.types("down").expecting(0);

    assertThat(operator.rehearsal()).doesNotExist();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(operator.processes()).isEmpty());
    assertThat(operator.home()).isEmptyDirectory();
  }

  @Test
  @Order(19)
  void leavesTheMachineAsItWas(UndisturbedInstall undisturbed) {
    assumeThat(undisturbed.machine())
        .as("watching a machine needs root, unshare(1) and overlay mounts; not to be had here")
        .isPresent();
    assertThat(undisturbed.machine().orElseThrow().changes()).isEmpty();
  }

  private static List<String> steps(JsonNode run) {
    return run.path("steps").findValuesAsText("step");
  }

  private static List<String> states(JsonNode run) {
    return run.path("steps").findValuesAsText("state");
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /**
   * What an install makes, and nothing that lives on by itself: chain data, logs, the server's
   * database.
   */
  private static Map<Path, String> settled() throws IOException {
    Map<Path, String> stamps = new TreeMap<>();
    for (String part :
        List.of("src", "opt", "toolchain", "parameters", "key-backup", "seal", "store")) {
      for (Path file : files(operator.rehearsal().resolve(part))) {
        stamps.put(
            file,
            Files.getLastModifiedTime(file)
                + " "
                + Files.size(file)
                + " "
                + Files.getAttribute(file, "unix:ino"));
      }
    }
    for (String config :
        List.of(
            "daemon/config.toml", "miner/config.toml", "miner/storage.json", "lotusflow.toml")) {
      Path file = operator.rehearsal().resolve(config);
      stamps.put(file, Files.getLastModifiedTime(file) + " " + Files.readString(file));
    }
    return stamps;
  }
}
