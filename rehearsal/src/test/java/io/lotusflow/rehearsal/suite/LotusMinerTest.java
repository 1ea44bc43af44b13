package io.lotusflow.rehearsal.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A miner's life: each step stands on the one before. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LotusMinerTest {
  @TempDir static Path folder;
  private static Rig rig;
  private static String owner;
  private static String worker;
  private static Process running;

  @BeforeAll
  static void startDaemon() throws Exception {
    rig = new Rig(folder);
    rig.startDaemon();
    owner = rig.funded("bls", 100);
    worker = rig.funded("bls", 10);
  }

  @AfterAll
  static void stopAll() {
    rig.close();
  }

  private static Rig.Ended init(String... more) throws Exception {
    String[] all = new String[more.length + 4];
    all[0] = "init";
    all[1] = "--nosync";
    all[2] = "--no-local-storage";
    all[3] = "--confidence=1";
    System.arraycopy(more, 0, all, 4, more.length);
    return rig.miner(all);
  }

  /** Transcripts 304 and 305: an error removes the repo. */
  @Test
  @Order(1)
  void initThatFailsLeavesNothing() throws Exception {
    Rig.Ended badSize = init("--sector-size", "3KiB");
    assertThat(badSize.transcript())
        .isEqualTo(Transcript.named("304-miner-init-bad-size").normal());
    String poor = rig.funded("bls", 1);
    Rig.Ended noFunds = init("--sector-size", "32GiB", "--owner", poor);
    assertThat(amounts(noFunds.transcript().stderr()))
        .isEqualTo(amounts(Transcript.named("305-miner-init-wrong-size").normal().stderr()));
    assertThat(folder.resolve("miner")).doesNotExist();
  }

  /** Without the line of the {@code ls} that the transcript ends with. */
  private static String amounts(String stderr) {
    return stderr
        .replaceAll("balance [0-9.]+, transfer [0-9.]+", "balance B, transfer T")
        .replaceAll("ls: .*\\R", "");
  }

  /** Transcripts 317, 318, 319, 323, 324. */
  @Test
  @Order(2)
  void initKilledAfterItsPushLeavesAnOrphanThatCanBeTakenOver() throws Exception {
    rig.order("init-killed-after-push", "");
    Rig.Ended killed = init("--sector-size", "2KiB", "--owner", owner, "--worker", worker);
    assertThat(killed.exitCode()).isEqualTo(137);
    Rig.Ended again = init("--sector-size", "2KiB", "--owner", owner, "--worker", worker);
    assertThat(again.transcript()).isEqualTo(Transcript.named("318-init-after-killed9").normal());
    Rig.Ended run = rig.miner("run", "--nosync");
    assertThat(run.exitCode()).isEqualTo(1);
    String real = Transcript.named("319-run-after-killed9-init").stdout();
    assertThat(run.err()).endsWith(real.substring(real.indexOf("ERROR: ")));
    String cid = killed.err().replaceAll("(?s).*Pushed CreateMiner message: (\\w+).*", "$1");
    rig.lotus("state", "wait-msg", cid);
    String found = rig.lotus("state", "search-msg", cid).out();
    assertThat(Transcript.normal(found).replaceAll("Gas Used: \\d+|Return: [0-9a-f]+", ""))
        .isEqualTo(
            Transcript.named("323-init-recover-search-msg")
                .normal()
                .stdout()
                .replaceAll("Gas Used: \\d+|Return: [0-9a-f]+", ""));
    deleteMiner();
    Rig.Ended taken =
        init(
            "--actor",
            found.replaceAll("(?s).*\"IDAddress\": \"(\\w+)\".*", "$1"),
            "--sector-size",
            "2KiB");
    assertThat(taken.transcript().stderr())
        .isEqualTo(Transcript.named("324-init-recover-with-actor").normal().stderr());
    assertThat(taken.exitCode()).isZero();
    deleteMiner();
  }

  private static void deleteMiner() throws Exception {
    try (var paths = Files.walk(folder.resolve("miner"))) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Transcripts 120 and 303. */
  @Test
  @Order(3)
  void initCreatesExactlyOneActor() throws Exception {
    String before = rig.lotus("state", "list-miners").out();
    Rig.Ended created = init("--owner", owner, "--worker", worker, "--sector-size", "2KiB");
    assertThat(created.transcript()).isEqualTo(Transcript.named("120-miner2-init-nosync").normal());
    assertThat(rig.lotus("state", "list-miners").out().lines())
        .hasSize((int) before.lines().count() + 1);
    assertThat(Files.readString(folder.resolve("miner/storage.json")))
        .isEqualTo("{\n  \"StoragePaths\": null\n}");
    assertThat(init("--actor", "t01004").transcript())
        .isEqualTo(Transcript.named("303-miner-init-existing-repo").normal());
  }

  /** Transcripts 129, 154, 147. */
  @Test
  @Order(4)
  void runNeedsAFreePortAndADaemon() throws Exception {
    assertThat(rig.miner("info").transcript())
        .isEqualTo(Transcript.named("129-miner-stopped-info").normal());
    Rig.Ended taken = rig.miner("run", "--nosync", "--miner-api", Integer.toString(rig.daemonPort));
    assertThat(taken.exitCode()).isEqualTo(1);
    String real = Transcript.named("154-miner2-run-port-conflict").normal().stderr();
    assertThat(taken.transcript().stderr()).endsWith(real.substring(real.indexOf("ERROR: ")));
    running = rig.startMiner();
  }

  /** Transcripts 158 to 165 and 309 to 313. */
  @Test
  @Order(5)
  void attachesAndDetachesStorage() throws Exception {
    String seal = folder.resolve("seal").toString();
    assertThat(rig.miner("storage", "attach", "--init", "--seal", seal).transcript())
        .isEqualTo(Transcript.named("158-miner2-storage-attach-nodir-init").normal());
    assertThat(rig.miner("storage", "attach", "--init", "--seal", seal).transcript())
        .isEqualTo(Transcript.named("159-miner2-storage-attach-again-init").normal());
    assertThat(rig.miner("storage", "attach", "--seal", seal).transcript())
        .isEqualTo(Transcript.named("160-miner2-storage-attach-again-noinit").normal());
    assertThat(
            rig.miner("storage", "attach", "--init", folder.resolve("none").toString())
                .transcript())
        .isEqualTo(Transcript.named("161-miner2-storage-attach-noflags").normal());
    String fresh = Files.createDirectories(folder.resolve("x")).toString();
    assertThat(rig.miner("storage", "attach", "--store", fresh).transcript())
        .isEqualTo(Transcript.named("162-miner2-storage-attach-noinit-fresh").normal());
    String store = folder.resolve("store").toString();
    assertThat(
            rig.miner(
                    "storage",
                    "attach",
                    "--init",
                    "--store",
                    "--weight",
                    "20",
                    "--max-storage",
                    "1GiB",
                    store)
                .exitCode())
        .isZero();
    String meta = Files.readString(folder.resolve("store/sectorstore.json"));
    String real = Transcript.named("165-miner2-storage-json").normal().stdout();
    assertThat(real).contains(Transcript.normal(meta));
    assertThat(rig.miner("storage", "detach", seal).transcript())
        .isEqualTo(Transcript.named("309-storage-detach-noflag").normal());
    assertThat(rig.miner("storage", "detach", "--really-do-it", seal).exitCode()).isZero();
    assertThat(rig.miner("storage", "detach", "--really-do-it", seal).transcript())
        .isEqualTo(Transcript.named("312-storage-detach-again").normal());
    assertThat(rig.miner("storage", "attach", seal).exitCode()).isZero();
    assertThat(rig.miner("storage", "list").out())
        .contains(
            "\tWeight: 10; Use: Seal \n", "\tWeight: 20; Use: Store\n", "\tLocal: " + seal + "\n");
  }

  /** Transcripts 104, 116 to 119, 492, 494, 518, 522. */
  @Test
  @Order(6)
  void answersRpcAsTheRealMiner() throws Exception {
    assertThat(body("SectorsListInStates", "[[\"Proving\"]]"))
        .isEqualTo(Transcript.named("492-rpc-miner-sectorslistinstates-none").body());
    assertThat(body("WorkerJobs", "[]"))
        .isEqualTo(Transcript.named("494-rpc-miner-workerjobs").body());
    assertThat(body("SectorsStatus", "[999,false]"))
        .isEqualTo(Transcript.named("518-rpc-miner2-sectorsstatus-unknown").body());
    assertThat(body("StorageInfo", "[\"nonsense\"]"))
        .isEqualTo(Transcript.named("522-rpc-miner2-storageinfo-unknown").body());
    assertThat(body("SealingJobs", "[]"))
        .isEqualTo(Transcript.named("116-rpc-miner-unknown-method").body());
    assertThat(Transcript.normal(body("ActorAddress", "[]")))
        .isEqualTo(Transcript.normal(Transcript.named("104-rpc-miner-actoraddress").body()));
    assertThat(rig.post(rig.minerPort, "/health/livez", "", "").statusCode()).isEqualTo(404);
    assertThat(
            rig.run(
                    "LotusMinerMain",
                    Map.of("MINER_API_INFO", "bad:/ip4/127.0.0.1/tcp/" + rig.minerPort + "/http"),
                    "sectors",
                    "list")
                .transcript())
        .isEqualTo(Transcript.named("360-miner-wrong-token").normal());
  }

  private static String body(String method, String parameters) throws Exception {
    String request =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"Filecoin."
            + method
            + "\",\"params\":"
            + parameters
            + "}";
    return rig.post(rig.minerPort, "/rpc/v0", rig.token("miner"), request).body().strip();
  }

  /** Transcripts 157 and 514: taken without a place for it, and then through all that happens. */
  @Test
  @Order(7)
  void sealsASectorOnceThereIsAPathForIt() throws Exception {
    String seal = folder.resolve("seal").toString();
    assertThat(rig.miner("storage", "detach", "--really-do-it", seal).exitCode()).isZero();
    assertThat(rig.miner("sectors", "pledge").transcript())
        .isEqualTo(Transcript.named("157-miner2-pledge-without-storage").normal());
    long pledged = rig.height("node");
    await().atMost(Duration.ofSeconds(30)).until(() -> rig.height("node") > pledged + 3);
    assertThat(body("SectorsStatus", "[0,false]")).contains("\"State\":\"Packing\"");

    assertThat(rig.miner("storage", "attach", seal).exitCode()).isZero();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> body("SectorsStatus", "[0,false]").contains("\"State\":\"Proving\""));
    assertThat(kinds(body("SectorsStatus", "[0,false]")))
        .isEqualTo(kinds(Transcript.named("514-rpc-miner-sectorsstatus-proving").body()));
  }

  private static List<String> kinds(String status) {
    return Pattern.compile("event;sealing\\.\\w+")
        .matcher(status)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  /** Transcripts 222, 223, 226. */
  @Test
  @Order(8)
  void changesItsActor() throws Exception {
    Rig.Ended set = rig.miner("actor", "set-addrs", "/ip4/203.0.113.5/tcp/24001");
    assertThat(set.transcript()).isEqualTo(Transcript.named("222-miner2-set-addrs").normal());
    rig.lotus("state", "wait-msg", set.out().strip().replaceAll(".* ", ""));
    String id = rig.miner("info").out().replaceAll("(?s).*Miner: (t0\\d+) .*", "$1");
    assertThat(rig.lotus("state", "miner-info", id).out())
        .contains("Multiaddrs:\t/ip4/203.0.113.5/tcp/24001 \n");
    assertThat(rig.miner("actor", "set-addresses", "notamultiaddr").transcript())
        .isEqualTo(Transcript.named("223-miner2-set-addresses-bad").normal());
    assertThat(
            rig.miner("actor", "withdraw", "100000")
                .err()
                .replaceAll("available: [0-9.]+", "available: N"))
        .isEqualTo(
            Transcript.named("226-miner2-withdraw-toomuch")
                .stderr()
                .replaceAll("available: [0-9.]+", "available: N"));
    assertThat(rig.miner("storage", "find", "77").exitCode()).isZero();
    assertThat(rig.miner("net", "reachability").transcript())
        .isEqualTo(Transcript.named("100-miner-net-reachability").normal());
  }

  /** Transcripts 552 and 553. */
  @Test
  @Order(9)
  void doesNotStartWhileAPathIsMissing() throws Exception {
    assertThat(rig.miner("stop").exitCode()).isZero();
    assertThat(running.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(running.exitValue()).isZero();
    assertThat(folder.resolve("miner/api")).doesNotExist();
    Files.move(folder.resolve("store"), folder.resolve("away"));
    assertThat(rig.miner("run", "--nosync").err())
        .contains("failed to build *paths.Local: received non-nil error")
        .endsWith("sectorstore.json: no such file or directory\n\n");
    Files.move(folder.resolve("away"), folder.resolve("store"));
    running = rig.startMiner();
    rig.order("miner-crash", "");
    assertThat(running.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(running.exitValue()).isEqualTo(137);
    assertThat(folder.resolve("miner/api")).exists();
  }
}
