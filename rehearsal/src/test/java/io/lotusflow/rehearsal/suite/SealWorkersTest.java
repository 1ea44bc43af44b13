package io.lotusflow.rehearsal.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A miner that seals nothing itself, and its workers: each step stands on the one before. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SealWorkersTest {
  private static final Map<String, String> NOTHING_HERE =
      Map.of(
          "LOTUS_STORAGE_ALLOWADDPIECE", "false",
          "LOTUS_STORAGE_ALLOWPRECOMMIT1", "false",
          "LOTUS_STORAGE_ALLOWPRECOMMIT2", "false",
          "LOTUS_STORAGE_ALLOWCOMMIT", "false");

  @TempDir static Path folder;
  private static Rig rig;
  private static Process miner;
  private static Process worker;
  private static final int PORT = Rig.freePort();

  @BeforeAll
  static void startMiner() throws Exception {
    rig = new Rig(folder, "6 10");
    rig.properties("sealpercent=30\n");
    rig.environment.putAll(NOTHING_HERE);
    rig.startDaemon();
    String owner = rig.funded("bls", 100);
    assertThat(
            rig.miner(
                    "init",
                    "--nosync",
                    "--no-local-storage",
                    "--confidence=1",
                    "--owner",
                    owner,
                    "--sector-size",
                    "2KiB")
                .exitCode())
        .isZero();
    miner = rig.startMiner();
    String store = folder.resolve("store").toString();
    assertThat(rig.miner("storage", "attach", "--init", "--store", store).exitCode()).isZero();
  }

  @AfterAll
  static void stopAll() {
    rig.close();
  }

  private static Process start(String name, int port, String... more) throws IOException {
    String[] all = new String[more.length + 3];
    all[0] = "run";
    all[1] = "--listen";
    all[2] = "127.0.0.1:" + port;
    System.arraycopy(more, 0, all, 3, more.length);
    return rig.start(
        "LotusWorkerMain",
        at(name),
        folder.resolve(name + ".out"),
        folder.resolve(name + ".log"),
        all);
  }

  private static Map<String, String> at(String name) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LOTUS_WORKER_PATH", folder.resolve(name).toString());
    return environment;
  }

  private static Rig.Ended run(String name, String... arguments) throws Exception {
    return rig.run("LotusWorkerMain", at(name), arguments);
  }

  private static Map<String, Object> asked(String method, Object... parameters) throws Exception {
    return Json.asObject(rig.rpc(rig.minerPort, "miner", method, parameters));
  }

  private static String state(long sector) throws Exception {
    return Json.asText(asked("SectorsStatus", sector, false).get("State"));
  }

  private static void awaitState(long sector, String... states) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> List.of(states).contains(state(sector)));
  }

  /** Jobs of all workers, each with the worker's id under "Worker". */
  private static List<Map<String, Object>> jobs() throws Exception {
    List<Map<String, Object>> all = new java.util.ArrayList<>();
    asked("WorkerJobs")
        .forEach(
            (id, jobs) ->
                Json.asList(jobs)
                    .forEach(
                        job -> {
                          Map<String, Object> fields = new HashMap<>(Json.asObject(job));
                          fields.put("Worker", id);
                          all.add(fields);
                        }));
    return all;
  }

  private static void awaitJob(Predicate<Map<String, Object>> wanted) {
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> jobs().stream().anyMatch(wanted));
  }

  private static Predicate<Map<String, Object>> task(String task) {
    return job -> job.get("Task").equals(task);
  }

  private static void awaitWorkers(int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                asked("WorkerStats").values().stream()
                        .filter(stats -> Boolean.TRUE.equals(Json.asObject(stats).get("Enabled")))
                        .count()
                    == count + 1);
  }

  private static String file(long sector) throws Exception {
    String actor = Json.asText(rig.rpc(rig.minerPort, "miner", "ActorAddress"));
    return "s-" + actor + "-" + sector;
  }

  private static long pledge() throws Exception {
    return Json.asLong(asked("PledgeSector").get("Number"));
  }

  /** Transcript 193: exit code 0, and the reason in the log. */
  @Test
  @Order(1)
  void refusesToRunWithTooFewFiles() throws Exception {
    rig.properties("workerfiles=99999999\n");
    Rig.Ended refused = run("w1", "run", "--listen", "127.0.0.1:" + PORT);
    rig.properties("workerfiles=16\nsealpercent=30\n");
    assertThat(numbersAside(refused.err()))
        .isEqualTo(
            numbersAside(
                Transcript.named("193-worker-run-bad-token-2")
                    .stderr()
                    .replaceFirst("bash: .*\\R", "")));
    assertThat(refused.exitCode()).isZero();
  }

  private static String numbersAside(String text) {
    return Transcript.normal(text).replaceAll("(want|current) \\d+", "$1 N");
  }

  /** Transcripts 204 and 213 to 215: what it is at shows under its session, and it ends proven. */
  @Test
  @Order(2)
  void sealsOnAWorkerAndStoresWithTheMiner() throws Exception {
    worker =
        start(
            "w1",
            PORT,
            "--replica-update=true",
            "--prove-replica-update2=false",
            "--regen-sector-key=false");
    awaitWorkers(1);
    long sector = pledge();
    awaitJob(task("seal/v0/commit/2"));
    Map<String, Object> job = jobs().get(0);
    assertThat(job.get("RunWait")).isEqualTo(0L);
    assertThat(asked("WorkerStats")).containsKey(String.valueOf(job.get("Worker")));
    List<String> table = rig.miner("sealing", "jobs").out().lines().toList();
    assertThat(table.get(0).split(" +"))
        .isEqualTo(
            Transcript.named("204-miner2-sealing-jobs-commit")
                .stdout()
                .lines()
                .findFirst()
                .orElseThrow()
                .split(" +"));
    assertThat(table.get(1)).containsPattern("[0-9a-f]{8}  " + sector + " .* C2 +running");
    assertThat(run("w1", "info").out()).contains("Task types: ").contains("Use: Seal");

    awaitState(sector, "Proving");
    assertThat(folder.resolve("store/sealed").resolve(file(sector))).isRegularFile();
    assertThat(folder.resolve("store/cache").resolve(file(sector)).resolve("p_aux")).exists();
    assertThat(folder.resolve("w1/sealed").resolve(file(sector))).doesNotExist();
    assertThat(asked("StorageList").values().stream().mapToLong(list -> Json.asList(list).size()))
        .as("on one path alone")
        .containsExactlyInAnyOrder(0L, 1L);
  }

  /** Transcripts 434 and 422: live, and active from its first proof on. */
  @Test
  @Order(3)
  void provesAFreshSectorAtItsFirstDeadlineThoughItIsNotActiveYet() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              Map<String, Object> count = Json.asObject(chain("StateMinerSectorCount"));
              assertThat(count).containsEntry("Faulty", 0L);
              return count.get("Active").equals(1L);
            });
  }

  private static Object chain(String method) throws Exception {
    return rig.rpc(rig.daemonPort, "node", method, "t01002", null);
  }

  /** Transcripts 207 to 212: nothing happens until the same folder's worker is back. */
  @Test
  @Order(4)
  void aProofOfAKilledWorkerFailsWhenItIsBackAndIsMadeAgain() throws Exception {
    long sector = pledge();
    awaitJob(task("seal/v0/commit/2"));
    worker.destroyForcibly().waitFor();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> rig.miner("sealing", "workers").out().contains("(disabled)"));
    assertThat(jobs()).as("still running, it seems").hasSize(1);
    assertThat(state(sector)).isEqualTo("Committing");

    worker = start("w1", PORT);
    awaitState(sector, "ComputeProofFailed");
    assertThat(Json.asText(asked("SectorsStatus", sector, false).get("LastErr")))
        .startsWith("computing seal proof failed(2): storage call error 101: worker [name: ")
        .endsWith("] restarted");
    awaitState(sector, "CommitAggregateWait", "FinalizeSector", "Proving");
    assertThat(asked("SectorsStatus", sector, false).get("Retries")).isEqualTo(1L);
  }

  /** Transcripts 370 and 371. */
  @Test
  @Order(5)
  void preCommit1OfAKilledWorkerRunsAgainWithoutAFailedState() throws Exception {
    rig.order("seal-slow", "8");
    long sector = pledge();
    awaitJob(task("seal/v0/precommit/1"));
    worker.destroyForcibly().waitFor();
    Files.delete(rig.faults().resolve("seal-slow"));
    worker = start("w1", PORT);
    awaitState(sector, "WaitSeed", "Committing", "Proving");
    assertThat(Json.write(asked("SectorsStatus", sector, false).get("Log")))
        .doesNotContain("Failed");
  }

  /** Transcripts 285 to 287. */
  @Test
  @Order(6)
  void aMinerThatIsKilledTakesTheProofThatIsMadeMeanwhile() throws Exception {
    rig.order("seal-slow", "5");
    long sector = pledge();
    awaitJob(
        job ->
            task("seal/v0/commit/2").test(job)
                && Json.asLong(Json.asObject(job.get("Sector")).get("Number")) == sector);
    miner.destroyForcibly().waitFor();
    miner = rig.startMiner();
    assertThat(jobs())
        .anySatisfy(
            job -> {
              assertThat(job.get("Worker")).isEqualTo("00000000-0000-0000-0000-000000000000");
              assertThat(job.get("RunWait")).isEqualTo(-1L);
            });
    assertThat(rig.miner("sealing", "jobs").out()).contains("00000000").contains("ret-wait");
    Files.delete(rig.faults().resolve("seal-slow"));
    awaitState(sector, "CommitAggregateWait", "FinalizeSector", "Proving");
    assertThat(asked("SectorsStatus", sector, false).get("Retries")).isEqualTo(0L);
  }

  /** Transcript 298: no job anywhere, only the scheduler knows of the wish. */
  @Test
  @Order(7)
  void aSectorWhoseDataIsGoneWaitsWithoutAJob() throws Exception {
    awaitWorkers(1);
    long sector = pledge();
    awaitState(sector, "WaitSeed");
    worker.destroyForcibly().waitFor();
    try (var files = Files.list(folder)) {
      assertThat(files).contains(folder.resolve("w1"));
    }
    Files.move(folder.resolve("w1"), folder.resolve("w1-away"));
    worker = start("w2", Rig.freePort());
    awaitState(sector, "Committing");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> rig.miner("sealing", "sched-diag").out().contains("\"seal/v0/commit/1\""));
    assertThat(jobs()).isEmpty();
    assertThat(rig.miner("sealing", "jobs").out())
        .isEqualTo(
            Transcript.named("298-miner2-sector3-data-lost")
                    .stdout()
                    .lines()
                    .findFirst()
                    .orElseThrow()
                + "\n");

    Files.move(folder.resolve("w1-away"), folder.resolve("w1"));
    Process back = start("w1", PORT);
    awaitState(sector, "Proving");
    assertThat(run("w1", "stop").exitCode()).isZero();
    assertThat(back.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(asked("StorageList")).as("a stopped worker takes its path along").hasSize(2);
  }

  /** Transcript 999: a ticket of nothing brings the worker down; it is mended as in 331 to 333. */
  @Test
  @Order(8)
  void aTicketOfNothingPanicsTheWorkerUntilItIsDrawnAnew() throws Exception {
    rig.order("ticket-null", "");
    long sector = pledge();
    assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(folder.resolve("w2.log"))).contains("panicked");
    rig.miner("sectors", "update-state", "--really-do-it", Long.toString(sector), "GetTicket");
    String job = Json.asText(Json.asObject(jobs().get(0).get("ID")).get("ID")).substring(0, 8);
    assertThat(rig.miner("sealing", "abort", job).out()).startsWith("aborting job ");
    worker = start("w2", Rig.freePort());
    awaitState(sector, "WaitSeed");
  }

  /** A message that fails is sent anew; the third proof that fails begins with PreCommit1. */
  @Test
  @Order(9)
  void failuresAreCountedAndRetried() throws Exception {
    rig.order("sector-message-fail", "1");
    long unlucky = pledge();
    awaitState(unlucky, "PreCommitFailed");
    assertThat(Json.write(asked("SectorsStatus", unlucky, false).get("Log")))
        .contains("exit code 16");
    awaitState(unlucky, "WaitSeed");
    rig.order("c2-fail", "3");
    rig.order("pc1-fail", "4");
    awaitState(unlucky, "SealPreCommit1Failed");
    assertThat(Json.write(asked("SectorsStatus", unlucky, false).get("Log")))
        .contains("consecutive compute fails");
    awaitState(unlucky, "Removed");
    assertThat(rig.miner("sealing", "abort", "00000000").transcript())
        .isEqualTo(Transcript.named("306-sealing-abort-bad").normal());
    assertThat(rig.miner("sectors", "batching", "precommit").transcript())
        .isEqualTo(Transcript.named("174-miner2-batching-precommit-pending").normal());
  }
}
