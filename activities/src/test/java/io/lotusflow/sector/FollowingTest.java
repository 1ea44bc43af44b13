package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.NodeApi;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowingTest {

  private static final String JOB =
      """
      {"w":[{"Sector":{"Miner":1000,"Number":1},"Task":"seal/v0/precommit/1",
        "Start":"2026-03-01T09:00:00Z"}]}""";

  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration STILL = Duration.ofMinutes(10);

  @TempDir Path folder;
  private final FakeNode miner = new FakeNode();
  private final Map<Long, String> states = new ConcurrentHashMap<>();
  private volatile String jobs = "{}";
  private volatile boolean workerAnswers = true;
  private Following following;

  @BeforeEach
  void answer() {
    miner
        .answering("WorkerJobs", params -> jobs)
        .answering(
            "WorkerStats",
            params -> "{\"w\":{\"Enabled\":%s,\"Tasks\":[]}}".formatted(workerAnswers))
        .answering(
            "SectorsStatus",
            params ->
                "{\"SectorID\":%s,\"State\":\"%s\",\"LastErr\":\"\"}"
                    .formatted(params.get(0), states.get(params.get(0).asLong())));
    states.putAll(Map.of(1L, "PreCommit1", 2L, "WaitSeed"));
    following =
        new Following(
            MinerApi.at(NodeApi.local(folder.toString(), miner.address())),
            List.of(new SectorAt(1, "PreCommit1"), new SectorAt(2, "WaitSeed")),
            STILL,
            T0,
            () -> {});
  }

  @AfterEach
  void stop() {
    miner.close();
  }

  private static Instant after(int minutes) {
    return T0.plus(Duration.ofMinutes(minutes));
  }

  @Test
  void findsOneThatNobodyWorksOnAndNotOneThatWaits() {
    following.look(after(11));
    assertThat(following.still(after(11)).orElseThrow().sector())
        .isEqualTo(new SectorAt(1, "PreCommit1"));
  }

  @Test
  void isPatientWithOneThatMoves() {
    states.put(1L, "PreCommit2");
    following.look(after(9));
    assertThat(following.still(after(11))).isEmpty();
    assertThat(following.still(after(20))).isPresent();
  }

  @Test
  void isPatientWithOneThatHasAJob() {
    jobs = JOB;
    following.look(after(600));
    assertThat(following.still(after(600))).isEmpty();
  }

  @Test
  void isPatientWithAWorkerThatIsSilentForAMomentAndNotForEver() {
    jobs = JOB;
    workerAnswers = false;
    following.look(after(600));
    assertThat(following.still(after(600))).isEmpty();
    workerAnswers = true;
    assertThat(following.still(after(605))).isEmpty();
    workerAnswers = false;
    assertThat(following.still(after(611))).isEmpty();
    assertThat(following.still(after(622)).orElseThrow().sector().number()).isEqualTo(1);
  }

  @Test
  void tellsWhenOneIsProvenOrGone() {
    following.look(after(1));
    assertThat(following.hasEnded()).isFalse();
    states.put(2L, "Proving");
    following.look(after(2));
    assertThat(following.hasEnded()).isTrue();
    assertThat(following.inWords()).isEqualTo("1 PreCommit1, 1 Proving");
  }

  @Test
  void takesASectorThatTheMinerForgotForRemoved() {
    miner.refusing("SectorsStatus", "No state for /2: datastore: key not found");
    following.look(after(1));
    assertThat(following.sectors()).extracting(SectorAt::state).containsOnly("Removed");
  }
}
