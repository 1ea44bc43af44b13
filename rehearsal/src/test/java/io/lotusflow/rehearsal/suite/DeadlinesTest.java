package io.lotusflow.rehearsal.suite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.rehearsal.suite.wire.Base32;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A miner with sectors: what it proves, misses, recovers, and what an outage does to it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeadlinesTest {
  private static final String MINER = "t01002";
  private static final long DEADLINES = 6;
  private static final long WINDOW = 5;

  @TempDir static Path folder;
  private static Rig rig;
  private static Process miner;
  private static Process daemon;

  @BeforeAll
  static void createMiner() throws Exception {
    rig = new Rig(folder, DEADLINES + " " + WINDOW);
    daemon = rig.startDaemon();
    String owner = rig.funded("bls", 100);
    Rig.Ended init =
        rig.miner(
            "init",
            "--nosync",
            "--no-local-storage",
            "--confidence=1",
            "--sector-size",
            "2KiB",
            "--owner",
            owner);
    assertThat(init.exitCode()).as(init.err()).isZero();
    miner = rig.startMiner();
  }

  @AfterAll
  static void stopAll() {
    rig.close();
  }

  private static Object chain(String method, Object... parameters) throws Exception {
    return rig.rpc(rig.daemonPort, "node", method, parameters);
  }

  private static Object mine(String method, Object... parameters) throws Exception {
    return rig.rpc(rig.minerPort, "miner", method, parameters);
  }

  private static long deadline(String key) throws Exception {
    return Json.asLong(Json.asObject(chain("StateMinerProvingDeadline", MINER, null)).get(key));
  }

  private static Map<String, Object> shown(long index) throws Exception {
    return Json.asObject(Json.asList(chain("StateMinerDeadlines", MINER, null)).get((int) index));
  }

  private static org.awaitility.core.ConditionFactory within(long epochs) {
    return await().atMost(Duration.ofSeconds(epochs + 10)).pollInterval(Duration.ofMillis(200));
  }

  /** Transcripts 420 and 422 to 425. */
  @Test
  @Order(1)
  void tellsDeadlinesAndPartitionsAsTheNetworkHasThem() throws Exception {
    assertThat(deadline("WPoStPeriodDeadlines")).isEqualTo(DEADLINES);
    assertThat(deadline("WPoStChallengeWindow")).isEqualTo(WINDOW);
    assertThat(deadline("WPoStProvingPeriod")).isEqualTo(DEADLINES * WINDOW);
    assertThat(deadline("Open")).isEqualTo(deadline("PeriodStart") + deadline("Index") * WINDOW);
    Map<String, Object> real =
        result(Transcript.named("420-rpc-v1-stateminerprovingdeadline-1000"));
    assertThat(Json.asObject(chain("StateMinerProvingDeadline", MINER, null)).keySet())
        .isEqualTo(real.keySet());
    assertThat(chain("StateMinerPartitions", MINER, 2, null)).isNull();
    for (long i = 0; i < DEADLINES; i++) {
      rig.network.setSectors(MINER, i, i == 2 ? 3 : 2);
    }
    within(5).until(() -> chain("StateMinerPartitions", MINER, 5, null) != null);
    assertThat(chain("StateMinerPartitions", MINER, 0, null))
        .isEqualTo(
            Json.asObject(
                    Json.parse(Transcript.named("422-rpc-v1-stateminerpartitions-1000-dl0").body()))
                .get("result"));
    assertThat(Json.asList(chain("StateMinerPartitions", MINER, 2, null))).hasSize(2);
  }

  private static Map<String, Object> result(Transcript transcript) {
    return Json.asObject(Json.asObject(Json.parse(transcript.body())).get("result"));
  }

  /** As transcripts 339 and 421 show it: while the deadline is open, and when it has closed. */
  @Test
  @Order(2)
  void showsThePostOfTheOpenDeadlineUntilItCloses() throws Exception {
    long proven = within(2 * WINDOW).until(DeadlinesTest::provenDeadline, index -> index >= 0);
    within(WINDOW).until(() -> deadline("Index") != proven);
    assertThat(shown(proven))
        .containsEntry("PostSubmissions", List.of(0L))
        .containsEntry("DisputableProofCount", 1L);
    // On a busy machine a deadline is missed, and a command starts after one has gone by.
    within(3 * DEADLINES * WINDOW)
        .until(() -> chain("StateMinerFaults", MINER, null).equals(List.of(0L)));
    within(DEADLINES * WINDOW)
        .until(() -> rig.miner("proving", "deadlines").out().contains("1  (current)"));
  }

  /** The open deadline, if all of it is proven; else -1. */
  private static long provenDeadline() throws Exception {
    long index = deadline("Index");
    return shown(index).get("PostSubmissions").equals(List.of(0L, 1L)) ? index : -1;
  }

  /** Transcripts 105, 106, 502. */
  @Test
  @Order(3)
  void listsSectorsInTheOrderOfText() throws Exception {
    within(3).until(() -> Json.asList(mine("SectorsList")).size() == 13);
    assertThat(mine("SectorsList"))
        .isEqualTo(List.of(0L, 1L, 10L, 11L, 12L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L));
    assertThat(mine("SectorsSummary")).isEqualTo(Json.object("Proving", 13L));
    assertThat(Json.asObject(mine("SectorsStatus", 7, true)).keySet())
        .isEqualTo(result(Transcript.named("516-rpc-miner-sectorsstatus-genesis")).keySet());
    // A deadline that was missed for want of a CPU is recovered a proving period later.
    within(3 * DEADLINES * WINDOW)
        .until(() -> rig.miner("sectors", "list").out().contains("0   Proving  YES      YES "));
  }

  @Test
  @Order(4)
  void aMinerThatDoesNotRunMissesItsDeadlineAndRecoversIt() throws Exception {
    miner.destroyForcibly().waitFor();
    within(3 * WINDOW).until(() -> !chain("StateMinerFaults", MINER, null).equals(List.of(0L)));
    Map<String, Object> count = Json.asObject(chain("StateMinerSectorCount", MINER, null));
    assertThat(Json.asLong(count.get("Faulty"))).isPositive();
    miner = rig.startMiner();
    within(2 * DEADLINES * WINDOW)
        .until(() -> !chain("StateMinerRecoveries", MINER, null).equals(List.of(0L)));
    within(3 * DEADLINES * WINDOW)
        .until(() -> chain("StateMinerFaults", MINER, null).equals(List.of(0L)));
  }

  /** Transcripts 253 to 255, 392, 393 and 410: the command guards, the method does not. */
  @Test
  @Order(5)
  void takesAnyStateByRpcAndFewByCommand() throws Exception {
    assertThat(rig.miner("sectors", "update-state", "2", "Committing").transcript())
        .isEqualTo(Transcript.named("253-update-state-noflag").normal());
    assertThat(
            rig.miner("sectors", "update-state", "--really-do-it", "2", "NoSuchState").transcript())
        .isEqualTo(Transcript.named("254-update-state-badstate").normal());
    assertThat(rig.miner("sectors", "update-state", "--really-do-it", "77", "Proving").transcript())
        .isEqualTo(Transcript.named("255-update-state-missing-sector").normal());
    assertThat(mine("SectorsUpdate", 77, "NoSuchState")).isNull();
    assertThat(mine("SectorsListInStates", List.of("NoSuchState"))).isEqualTo(List.of(77L));
    mine("SectorsUpdate", 77, "Proving");
  }

  /** Transcripts 531 to 533, 538, 556 and 571: what an outage does, and what mends it. */
  @Test
  @Order(6)
  void failsWhatWaitsAndWedgesOneProofWhenTheDaemonIsAwayForLong() throws Exception {
    mine("SectorsUpdate", 20, "PreCommitBatchWait");
    mine("SectorsUpdate", 21, "Committing");
    mine("SectorsUpdate", 22, "Committing");
    mine("SectorsUpdate", 23, "CommitAggregateWait");
    assertThat(Json.asObject(mine("WorkerJobs"))).hasSize(1);
    rig.order("miner-impatient", "1");
    rig.stop(daemon, "node");
    await().until(() -> state(20).equals("PreCommitFailed") && state(23).equals("CommitFailed"));
    await().until(() -> jobs().equals(List.of(22L)));
    daemon = rig.startDaemon();
    await().until(() -> state(20).equals("WaitSeed") && state(23).equals("Proving"));
    Map<String, Object> wedged = Json.asObject(mine("SectorsStatus", 21, true));
    assertThat(wedged).containsEntry("State", "Committing").containsEntry("LastErr", "");
    assertThat(jobs()).containsExactly(22L);
    rig.miner("sectors", "update-state", "--really-do-it", "21", "Committing");
    await().atMost(Duration.ofSeconds(20)).until(() -> state(21).equals("Proving"));
    Files.delete(rig.faults().resolve("miner-impatient"));
  }

  /** As Lotus does with the next tipset. */
  @Test
  @Order(7)
  void submitsAProofThatCouldNotBeSentWhenItCan() throws Exception {
    String address = rig.lotus("wallet", "list", "--addr-only").out().strip();
    String name = Base32.encode(("wallet-" + address).getBytes(UTF_8)).toUpperCase(Locale.ROOT);
    Path key = folder.resolve("node/keystore").resolve(name);
    Path away = folder.resolve("key-away");
    boolean proven = false;
    for (int attempt = 0; attempt < DEADLINES && !proven; attempt++) {
      long failures = failuresToSubmit();
      Files.move(key, away);
      within(2 * WINDOW).until(() -> failuresToSubmit() > failures);
      long failed = deadline("Index");
      Files.move(away, key);
      within(WINDOW).until(() -> deadline("Index") != failed || isProven(failed));
      proven = isProven(failed);
    }
    assertThat(proven).as("while the deadline was still open").isTrue();
  }

  private static long failuresToSubmit() throws Exception {
    return Files.readString(folder.resolve("miner.log"))
        .lines()
        .filter(line -> line.contains("submitting window post failed"))
        .count();
  }

  private static boolean isProven(long index) throws Exception {
    return !shown(index).get("PostSubmissions").equals(List.of(0L));
  }

  private static String state(long sector) throws Exception {
    return Json.asText(Json.asObject(mine("SectorsStatus", sector, false)).get("State"));
  }

  private static List<Object> jobs() throws Exception {
    return Json.asObject(mine("WorkerJobs")).values().stream()
        .flatMap(jobs -> Json.asList(jobs).stream())
        .map(job -> Json.asObject(Json.asObject(job).get("Sector")).get("Number"))
        .toList();
  }
}
