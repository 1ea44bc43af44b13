package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.files.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A miner with sectors in several deadlines, a market and a seal worker gets another version, its
 * storage another folder and its node a new chain, one after the other; then a version that does
 * not start. Nobody is asked anything, no deadline is missed, and all is served as before.
 */
@Tag("matrix")
@Timeout(2400)
class ChangeWithoutHarmTest {

  private static final Duration LONGER_THAN_A_RESTART = Duration.ofSeconds(10);

  /** At most, where others build as well. */
  private static final Duration A_BUILD_TAKES = Duration.ofMinutes(15);

  private static final List<String> DEADLINES = List.of("3", "15");
  private static final int IN_EACH = 2;
  private static final String CONSIDERED = "1001";
  private static final String BROKEN = "v1.36.4-no-start";

  private Path folder;
  private Operator operator;

  @BeforeEach
  void install() throws IOException {
    folder = Files.createTempDirectory("without-harm");
    operator = new Operator(folder, Map.of());
    operator.types("rehearsal", "start").expecting(0);
    Path settings = operator.rehearsal().resolve("lotusflow.toml");
    Files.writeString(settings, Files.readString(settings).replace("\"v1.36.2\"", "\"v1.1.2\""));
    operator.types(A_BUILD_TAKES, "install", "--rehearsal").expecting(0);
    operator.types("seal-worker", "add", "w1", "--rehearsal").expecting(0);
    operator.types("sector", "pledge", "--count", "2", "--rehearsal").expecting(0);
    for (String deadline : DEADLINES) {
      operator.types("rehearsal", "sectors", deadline, "" + IN_EACH).expecting(0);
    }
    operator
        .types("deals", "restore", "--accept", "online-storage,offline-retrieval", "--rehearsal")
        .expecting(0);
  }

  @AfterEach
  void remove() throws IOException {
    operator.close();
    FolderTree.delete(folder);
  }

  @Test
  void versionStorageAndChainAreChangedWithoutAMissedDeadline() throws Exception {
    Instant began = Instant.now();
    Path store = MigrateOrdeal.store(operator);
    Path moved = store.resolveSibling("store-moved");
    Map<String, String> sectors = MigrateOrdeal.sectors(store);
    assertThat(sectors).isNotEmpty();
    int alive = sectorsOnChain();
    try (OutsideFaults chain = new OutsideFaults(operator.rehearsal())) {
      Duration restart = silence("miner", "restart");
      Duration upgrade = silence("upgrade", "run", "v1.1.3");
      Duration migration =
          silence(
              "storage",
              "migrate",
              "" + store,
              "" + moved,
              "--outage",
              "15s",
              "--delete-after",
              "0s");
      Duration reset = silence("chain", "reset", "--in-place", "--confirm", "rehearsal");
      JsonNode status = UpgradeOrdeal.status(operator);
      assertThat(status.path("inUse").asText()).startsWith("1.1.3+rehearsal");
      Map<String, String> before = asItIs();
      Duration broken = rollsItselfBack();

      System.out.printf(
          "all in %s; miner away: restart %s, upgrade %s, migration %s, reset in place %s, broken"
              + " version and back %s; %d looks at the chain, proven %s%n",
          Duration.between(began, Instant.now()),
          restart,
          upgrade,
          migration,
          reset,
          broken,
          chain.looks(),
          chain.proofs());
      assertThat(asItIs()).isEqualTo(before);
      assertThat(upgrade).isPositive().isLessThanOrEqualTo(restart.plus(LONGER_THAN_A_RESTART));
      assertThat(migration).isPositive().isLessThanOrEqualTo(restart.plus(LONGER_THAN_A_RESTART));
      assertThat(MigrateOrdeal.sectors(moved)).containsAllEntriesOf(sectors);
      assertThat(store).doesNotExist();
      awaitEachProven(chain);
      assertThat(chain.faults()).as("missed deadlines").isEmpty();
    }
    assertThat(sectorsOnChain()).isEqualTo(alive);
  }

  /** A version that was built in good order, and does not start. */
  private Duration rollsItselfBack() throws IOException {
    try (OutsidePoll poll = OutsidePoll.ofMiner(operator.rehearsal())) {
      operator
          .types("upgrade", "run", BROKEN, "--accept-changes", "--rehearsal", "--detach")
          .expecting(0);
      await()
          .atMost(Duration.ofMinutes(12))
          .pollInterval(Duration.ofSeconds(2))
          .until(() -> lastUpgrade().equals("ROLLED_BACK"));
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> operator.types("run", "abort", "upgrade/rehearsal").exit() == 0);
      await().atMost(Duration.ofMinutes(1)).until(() -> !poll.silences().isEmpty());
      return poll.silent();
    }
  }

  private String lastUpgrade() {
    return UpgradeOrdeal.status(operator).path("last").path("state").asText();
  }

  /** While somebody else asks the miner for its version all the time. */
  private Duration silence(String... words) throws IOException {
    try (OutsidePoll poll = OutsidePoll.ofMiner(operator.rehearsal())) {
      String[] typed = Arrays.copyOf(words, words.length + 1);
      typed[words.length] = "--rehearsal";
      operator.types(A_BUILD_TAKES, typed).expecting(0);
      return poll.silent();
    }
  }

  /** Versions, link, keys, configurations, storage, market. */
  private Map<String, String> asItIs() throws IOException, NoSuchAlgorithmException {
    Map<String, String> is = new TreeMap<>();
    JsonNode status = UpgradeOrdeal.status(operator);
    for (String version : List.of("inUse", "daemon", "miner")) {
      is.put(version, status.path(version).asText());
    }
    Path rehearsal = operator.rehearsal();
    is.put("link", Files.readSymbolicLink(rehearsal.resolve("opt/current")).toString());
    is.putAll(new LivingNode(rehearsal.resolve("daemon")).identity());
    for (String file : List.of("miner/config.toml", "miner/storage.json")) {
      is.put(file, Files.readString(rehearsal.resolve(file)));
    }
    is.put(
        "deals",
        DealsRehearsalTest.considered(
            operator.types("deals", "status", "-o", "json", "--rehearsal").expecting(0)));
    assertThat(is).containsEntry("deals", CONSIDERED);
    return is;
  }

  /** What would have been missed at last would show when its deadline is over. */
  private static void awaitEachProven(OutsideFaults chain) {
    for (String deadline : DEADLINES) {
      await()
          .atMost(Duration.ofMinutes(11))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> chain.proofs().stream().anyMatch(proof -> proof.endsWith("/" + deadline)));
    }
  }

  /** Those that live; none of them is faulty. */
  private int sectorsOnChain() {
    OutsideRpc daemon = new OutsideRpc(operator.rehearsal().resolve("daemon"));
    String actor =
        new OutsideRpc(operator.rehearsal().resolve("miner")).call("ActorAddress").asText();
    JsonNode count = daemon.call("StateMinerSectorCount", actor, List.of());
    assertThat(count.path("Faulty").asInt()).isZero();
    assertThat(count.path("Live").asInt()).isGreaterThanOrEqualTo(DEADLINES.size() * IN_EACH);
    return count.path("Live").asInt();
  }
}
