package io.lotusflow.rehearsal.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A miner with something to prove in each deadline, and fresh sectors all the time, is stopped once
 * the open deadline is proven, and is back at another moment of the next one each time: before it
 * opens, at its opening, in its middle.
 */
@Tag("matrix")
class RestartedMinerTest {
  private static final String MINER = "t01002";
  private static final long DEADLINES = 6;
  private static final long WINDOW = 12;

  /** What is left of a deadline when the miner is asked to start: enough for a slow machine. */
  private static final long LATEST = 5;

  private static final int RESTARTS = 14;

  @TempDir private Path folder;
  private Rig rig;
  private Process miner;

  @BeforeEach
  void createMiner() throws Exception {
    rig = new Rig(folder, DEADLINES + " " + WINDOW);
    rig.properties("sealpercent=30\n");
    rig.startDaemon();
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
    String store = folder.resolve("store").toString();
    assertThat(rig.miner("storage", "attach", "--init", "--seal", "--store", store).exitCode())
        .isZero();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void missesNoDeadlineWheneverItIsBack() throws Exception {
    for (long i = 0; i < DEADLINES; i++) {
      if (i != deadline("Index") && i != (deadline("Index") + 1) % DEADLINES) {
        rig.network.setSectors(MINER, i, 1);
      }
    }
    for (int restart = 0; restart < RESTARTS; restart++) {
      rig.rpc(rig.minerPort, "miner", "PledgeSector");
      long open = awaitProven();
      miner.destroy();
      assertThat(miner.waitFor(10, TimeUnit.SECONDS)).isTrue();
      long back = open + WINDOW - 2 + restart % (LATEST + 2);
      await()
          .atMost(Duration.ofSeconds(3 * WINDOW))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> deadline("CurrentEpoch") >= back);
      long asked = deadline("CurrentEpoch");
      miner = rig.startMiner();
      long answers = deadline("CurrentEpoch");
      System.out.printf(
          "deadline of %d: away until %d (asked for %d, meant %d), faults %s%n",
          open, answers, asked, back, chain("StateMinerFaults"));
    }
    awaitProven();
    Map<String, Object> count = Json.asObject(chain("StateMinerSectorCount"));
    System.out.println(count);
    assertThat(chain("StateMinerFaults")).isEqualTo(List.of(0L));
    assertThat(Json.asLong(count.get("Active"))).isGreaterThan(DEADLINES);
  }

  private Object chain(String method) throws Exception {
    return rig.rpc(rig.daemonPort, "node", method, MINER, null);
  }

  private long deadline(String key) throws Exception {
    return Json.asLong(Json.asObject(chain("StateMinerProvingDeadline")).get(key));
  }

  /** Waits until an open deadline has its proof, and returns when that deadline opened. */
  private long awaitProven() {
    return await()
        .atMost(Duration.ofSeconds(DEADLINES * WINDOW * 2))
        .pollInterval(Duration.ofMillis(200))
        .until(this::openedAndProven, opened -> opened >= 0);
  }

  private long openedAndProven() throws Exception {
    Map<String, Object> now = Json.asObject(chain("StateMinerProvingDeadline"));
    Object open =
        Json.asList(chain("StateMinerDeadlines")).get((int) Json.asLong(now.get("Index")));
    boolean proven = !Json.asObject(open).get("PostSubmissions").equals(List.of(0L));
    return proven ? Json.asLong(now.get("Open")) : -1;
  }
}
