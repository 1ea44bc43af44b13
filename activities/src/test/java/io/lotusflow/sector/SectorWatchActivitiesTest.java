package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt.Outcome;
import io.lotusflow.run.Scope;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectorWatchActivitiesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;
  private final FakeNode miner = new FakeNode();
  private final Map<Long, String> states = new ConcurrentHashMap<>();
  private final List<String> updates = new CopyOnWriteArrayList<>();

  @BeforeEach
  void answer() {
    miner
        .answering("SectorsSummary", params -> JSON.valueToTree(summary()).toString())
        .answering("SectorsListInStates", params -> in(params.get(0).get(0).asText()))
        .answering("ActorAddress", "\"t01000\"")
        .answering("Version", "{\"Version\":\"1.36.2\"}")
        .answering("WorkerStats", "{}")
        .answering("WorkerJobs", "{}")
        .answering("StorageFindSector", "[{\"ID\":\"id-1\",\"URLs\":[]}]")
        .answering("StorageStat", "{\"Capacity\":1,\"Available\":1}")
        .answering("StateSectorPreCommitInfo", "null")
        .answering("StateSectorGetInfo", "null")
        .answering(
            "SectorsStatus",
            params ->
                "{\"SectorID\":%s,\"State\":\"%s\",\"LastErr\":\"\"}"
                    .formatted(params.get(0), states.get(params.get(0).asLong())))
        .answering(
            "SectorsUpdate",
            params -> {
              updates.add(params.toString());
              return "null";
            });
    for (long number = 0; number < 10_000; number++) {
      states.put(number, "Proving");
    }
  }

  @AfterEach
  void stop() {
    miner.close();
  }

  private Map<String, Integer> summary() {
    Map<String, Integer> summary = new TreeMap<>();
    states.values().forEach(state -> summary.merge(state, 1, Integer::sum));
    return summary;
  }

  private String in(String state) {
    List<Long> found =
        states.entrySet().stream()
            .filter(sector -> sector.getValue().equals(state))
            .map(Map.Entry::getKey)
            .toList();
    return found.isEmpty() ? "null" : found.toString();
  }

  private WatchLook look(int minutes) {
    return watch(minutes).look(plan());
  }

  private SectorWatchActivitiesImpl watch(int minutes) {
    Instant now = T0.plus(Duration.ofMinutes(minutes));
    return new SectorWatchActivitiesImpl(
        folder.resolve("sectors"), Clock.fixed(now, ZoneOffset.UTC));
  }

  private WatchPlan plan() {
    Scope scope = new Scope(new NodeId("n1"), new HostId("h1"), Language.ENGLISH, false);
    NodeApi api = NodeApi.local(folder.toString(), miner.address());
    return new WatchPlan(scope, api, api, Duration.ofMinutes(1));
  }

  @Test
  void takesAHandfulOfCallsForTenThousandSectors() {
    states.put(7L, "PreCommit1");
    states.put(8L, "WaitSeed");
    look(0);
    assertThat(miner.calls).hasSize(3);
  }

  @Test
  void remembersAcrossProcessesWhatItSaw() {
    look(0);
    states.put(7L, "PreCommit1");
    look(1);
    states.put(7L, "PreCommit2");

    assertThat(look(11).changes())
        .containsExactly(new WatchState.Change(7, "PreCommit1", "PreCommit2"));
    assertThat(new SectorBook(folder.resolve("sectors"), "n1").read().times().get("PreCommit1"))
        .isEqualTo(new WatchState.StageTime(1, 600, 600));
  }

  @Test
  void setsGoingWhatNobodyWorksOnThreeTimesAndNoMore() {
    states.put(7L, "Committing");
    look(0);
    assertThat(look(10).still()).isEmpty();
    for (int minutes = 11; minutes < 44; minutes += 11) {
      assertThat(look(minutes).still()).containsExactly(new SectorAt(7, "Committing"));
      watch(minutes).setGoing(plan(), new SectorAt(7, "Committing"));
    }
    assertThat(look(55).still()).isEmpty();
    assertThat(watch(55).setGoing(plan(), new SectorAt(7, "Committing")).outcome())
        .isEqualTo(Outcome.ALREADY_SO);
    assertThat(updates).hasSize(3).containsOnly("[7,\"Committing\"]");
  }

  @Test
  void leavesOneAloneThatHasMovedMeanwhile() {
    states.put(7L, "Committing");
    look(0);
    look(11);
    states.put(7L, "CommitAggregateWait");
    watch(11).setGoing(plan(), new SectorAt(7, "Committing"));
    assertThat(updates).isEmpty();
  }
}
