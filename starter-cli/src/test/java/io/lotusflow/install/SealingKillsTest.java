package io.lotusflow.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.Living;
import io.lotusflow.files.FolderTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Twenty sectors with three seal workers, and twenty more while ten processes are killed one after
 * the other. Miner and chain are asked from outside what came of it.
 */
@Tag("matrix")
class SealingKillsTest {

  private static final int SECTORS = 20;
  private static final Duration BETWEEN_TWO = Duration.ofSeconds(4);
  private static final Duration BATCH_AT_MOST = Duration.ofMinutes(10);
  private static final double TIMES_AS_LONG_AT_MOST = 1.5;

  /** Who is killed, in this order. */
  private static final List<Prey> PREY =
      List.of(
          Prey.sealing("pc1"),
          Prey.MINER,
          Prey.SERVER,
          Prey.sealing("pc2"),
          Prey.WORKER,
          Prey.DAEMON,
          Prey.sealing("c2"),
          Prey.SERVER,
          Prey.MINER,
          Prey.WORKER);

  /**
   * @param words of its command line that no other has
   */
  private record Prey(String name, String words) {

    static final Prey MINER = new Prey("miner", ".LotusMinerMain run ");
    static final Prey DAEMON = new Prey("daemon", ".LotusMain daemon ");
    static final Prey SERVER = new Prey("Temporal server", " server start-dev ");
    static final Prey WORKER = new Prey("lotusflow's worker", ".WorkerMain ");

    static Prey sealing(String name) {
      return new Prey("seal worker " + name, " --name=" + name + " ");
    }

    List<Living> among(List<Living> ours) {
      return ours.stream()
          .filter(process -> (process.commandLine() + ' ').contains(words))
          .toList();
    }
  }

  @Test
  void pledgesEachOnceAndLosesLittleTime() throws Exception {
    Path folder = Files.createTempDirectory("sealing-kills");
    try (Operator operator = new Operator(folder, Map.of())) {
      new InstallOrdeal().prepare(operator);
      operator.types("install", "--rehearsal").expecting(0);
      add(operator, "pc1", "AP,PC1");
      add(operator, "pc2", "PC2");
      add(operator, "c2", "C2");

      Duration undisturbed = start(operator).ends(BATCH_AT_MOST).expecting(0).took();
      Operator.Typed batch = start(operator);
      List<String> killed = killed(operator, batch);
      Duration disturbed = batch.ends(BATCH_AT_MOST).expecting(0).took();

      double ratio = (double) disturbed.toMillis() / undisturbed.toMillis();
      System.out.printf(
          "%d sectors: undisturbed %d s, with %d kills %d s, %.2f times as long: %s%n",
          SECTORS, undisturbed.toSeconds(), killed.size(), disturbed.toSeconds(), ratio, killed);
      assertThat(killed).hasSameSizeAs(PREY);
      assertAllProven(operator, 2 * SECTORS);
      assertThat(ratio).isLessThanOrEqualTo(TIMES_AS_LONG_AT_MOST);
    } finally {
      FolderTree.delete(folder);
    }
  }

  private static void add(Operator operator, String name, String tasks) {
    operator.types("seal-worker", "add", name, "--tasks", tasks, "--rehearsal").expecting(0);
  }

  private static Operator.Typed start(Operator operator) {
    return operator.starts("sector", "pledge", "--count", "" + SECTORS, "--rehearsal");
  }

  /** One after the other, while the batch is at work; who is just starting again is waited for. */
  private static List<String> killed(Operator operator, Operator.Typed batch) {
    List<String> killed = new ArrayList<>();
    long next = System.nanoTime();
    for (Prey prey : PREY) {
      long due = next + BETWEEN_TWO.toNanos();
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () ->
                  !batch.process().isAlive()
                      || (System.nanoTime() - due > 0 && !prey.among(ours(operator)).isEmpty()));
      if (!batch.process().isAlive()) {
        return killed;
      }
      for (Living process : prey.among(ours(operator))) {
        ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
      }
      killed.add(prey.name());
      next = System.nanoTime();
    }
    return killed;
  }

  private static List<Living> ours(Operator operator) {
    return Living.of(Living.all(), operator.folder().toString());
  }

  /** So many and no more, each known to the miner as proven, each on the chain. */
  private static void assertAllProven(Operator operator, int count) {
    OutsideRpc miner = new OutsideRpc(operator.rehearsal().resolve("miner"));
    OutsideRpc daemon = new OutsideRpc(operator.rehearsal().resolve("daemon"));
    List<Long> numbers = new ArrayList<>();
    miner.call("SectorsList").forEach(number -> numbers.add(number.asLong()));
    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, count).boxed().toList());
    String actor = miner.call("ActorAddress").asText();
    for (long number : numbers) {
      assertThat(miner.call("SectorsStatus", number, false).path("State").asText())
          .as("sector %d", number)
          .isEqualTo("Proving");
      JsonNode onChain = daemon.call("StateSectorGetInfo", actor, number, List.of());
      assertThat(onChain.path("SectorNumber").asLong(-1)).isEqualTo(number);
    }
    JsonNode counted = daemon.call("StateMinerSectorCount", actor, List.of());
    assertThat(counted.path("Live").asLong()).isEqualTo(count);
  }
}
