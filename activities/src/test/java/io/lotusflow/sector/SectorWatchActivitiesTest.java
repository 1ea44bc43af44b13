package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt.Outcome;
import io.lotusflow.run.Scope;
import io.lotusflow.sector.SectorTrouble.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
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

  private final List<String> beats = new ArrayList<>();
  private volatile String error = "";

  @BeforeEach
  void answer() {
    miner
        .answering("SectorsSummary", params -> JSON.valueToTree(summary()).toString())
        .answering("ActorAddress", "\"t01000\"")
        .answering("Version", "{\"Version\":\"1.36.2\"}")
        .answering("WorkerStats", "{}")
        .answering("SectorsListInStates", params -> in(params.get(0)))
        .answering("WorkerJobs", "{}")
        .answering("StorageFindSector", "[{\"ID\":\"id-1\",\"URLs\":[]}]")
        .answering("StorageStat", "{\"Capacity\":1,\"Available\":1}")
        .answering("StateSectorPreCommitInfo", "null")
        .answering("StateSectorGetInfo", "null")
        .answering("SealingSchedDiag", "{\"SchedInfo\":{\"Requests\":[]}}")
        .answering(
            "ChainHead",
            "{\"Height\":9,\"Blocks\":[{\"Timestamp\":9999999999,\"ParentBaseFee\":\"1\"}]}")
        .answering(
            "SectorsStatus",
            params ->
                "{\"SectorID\":%s,\"State\":\"%s\",\"LastErr\":\"%s\",\"Ticket\":{\"Value\":\"AA==\"}}"
                    .formatted(params.get(0), states.get(params.get(0).asLong()), error))
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

  private String in(JsonNode asked) {
    List<String> wanted = new ArrayList<>();
    asked.forEach(state -> wanted.add(state.asText()));
    List<Long> found =
        states.entrySet().stream()
            .filter(sector -> wanted.contains(sector.getValue()))
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
        folder.resolve("sectors"),
        folder.resolve("sector-evidence"),
        beat -> beats.add(beat.toString()),
        Clock.fixed(now, ZoneOffset.UTC));
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

  private static final String JOB_OF_SEVEN =
      """
      {"one":[{"ID":{"Sector":{"Miner":1000,"Number":7},"ID":"5b1c0f9e-0000-0000-0000-000000000000"},
        "Sector":{"Miner":1000,"Number":7},"Task":"seal/v0/commit/2","RunWait":0,
        "Start":"2026-01-01T00:00:00Z"}]}""";

  /** As was seen on a real node: Lotus waits for such a job for ever. */
  @Test
  void setsGoingWhatHasItsJobWithAWorkerThatIsGone() {
    states.put(7L, "Committing");
    miner.answering("WorkerJobs", JOB_OF_SEVEN).answering("SealingAbort", "null");
    look(0);

    assertThat(look(11).still()).containsExactly(new SectorAt(7, "Committing"));
    watch(11).setGoing(plan(), new SectorAt(7, "Committing"));
    assertThat(miner.calls).anyMatch(call -> call.toString().contains("SealingAbort"));
  }

  @Test
  void leavesOneToItsWorkerThatWorksOrIsSilentForAMoment() {
    states.put(7L, "Committing");
    miner.answering("WorkerJobs", JOB_OF_SEVEN);
    look(0);
    for (boolean enabled : List.of(true, false)) {
      miner.answering("WorkerStats", "{\"one\":{\"Enabled\":" + enabled + "}}");
      WatchLook seen = look(11);
      assertThat(seen.still()).isEmpty();
      assertThat(seen.news().isEmpty()).isTrue();
    }
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

  private SectorBook book() {
    return new SectorBook(folder.resolve("sectors"), "n1");
  }

  private static List<String> sealingStates() {
    return SectorStage.allStates().stream()
        .filter(state -> SectorStage.of(state).isSealing())
        .sorted()
        .toList();
  }

  /** The first look asks once for each of the rare ones; after that nothing has moved. */
  @Test
  void takesTwentyCallsHoweverManyStatesThereAre() {
    List<String> all = sealingStates();
    for (int i = 0; i < all.size(); i++) {
      for (int more = 0; more <= i % 5; more++) {
        states.put(100L * i + more, all.get(i));
      }
    }
    look(0);
    miner.calls.clear();
    look(1);

    assertThat(all).hasSizeGreaterThan(40);
    assertThat(miner.calls).hasSizeLessThanOrEqualTo(20);
    book()
        .read()
        .sealing()
        .forEach((number, standing) -> assertThat(standing.state()).isEqualTo(states.get(number)));
    assertThat(book().read().sealing()).hasSize(summarySealing());
  }

  private int summarySealing() {
    return (int) states.values().stream().filter(s -> SectorStage.of(s).isSealing()).count();
  }

  @Test
  void learnsWhereThoseWentThatAreNotSealedAnyMore() {
    states.put(7L, "PreCommit1");
    look(0);
    states.put(7L, "FinalizeSector");
    look(1);
    states.put(7L, "Proving");
    look(2);
    assertThat(book().read().way().from("PreCommit1")).contains(List.of("FinalizeSector"));
  }

  /** A hundred that are proven at once must not look like a worker that is lost. */
  @Test
  void givesASignOfLifeBetweenItsCalls() {
    for (long number = 0; number < 100; number++) {
      states.put(number, "FinalizeSector");
    }
    look(0);
    for (long number = 0; number < 100; number++) {
      states.put(number, "Proving");
    }
    beats.clear();
    look(1);
    assertThat(beats).hasSizeGreaterThanOrEqualTo(100);
  }

  /** Before v1.2.3. */
  @Test
  void asksForEachSectorWhereTheMinerHasNoSummary() {
    states.keySet().removeIf(number -> number > 9);
    states.put(7L, "PreCommit1");
    miner
        .without("SectorsSummary")
        .without("SectorsListInStates")
        .answering("SectorsList", params -> states.keySet().toString());

    assertThat(look(0).counts()).isEqualTo(Map.of("PreCommit1", 1, "Proving", 9));
    assertThat(book().read().sealing()).containsOnlyKeys(7L);
  }

  @Test
  void tellsOnceOfWhatStandsWithAnErrorAndOfWhatIsLost() {
    states.put(7L, "SealPreCommit2Failed");
    states.put(8L, "PreCommit1");
    look(0);
    error = "no space left on device";
    states.put(8L, "Removed");
    WatchLook first = look(11);

    assertThat(first.still()).isEmpty();
    assertThat(first.news().first())
        .extracting(SectorTrouble::number, SectorTrouble::reason, SectorTrouble::error)
        .containsExactly(tuple(8L, Reason.LOST, error), tuple(7L, Reason.STANDS_STILL, error));
    assertThat(look(12).news()).as("until it was told").isEqualTo(first.news());
    watch(12).told(plan(), first.news().until());
    assertThat(look(30).news().isEmpty()).isTrue();
  }

  @Test
  void tellsOfAFloodInOneMessage() {
    look(0);
    for (int round = 1; round <= 3; round++) {
      states.put(1L, "PreCommit1");
      look(2 * round);
      states.put(1L, "Proving");
      look(2 * round + 1);
    }
    for (long number = 100; number < 400; number++) {
      states.put(number, "WaitSeed");
      states.put(number + 1000, "PreCommit1");
    }
    look(10);
    SectorTrouble.News news = look(20).news();

    assertThat(news.counts()).containsEntry(Reason.LATE, 300);
    assertThat(news.first()).filteredOn(one -> one.reason() == Reason.LATE).hasSize(8);
    watch(20).told(plan(), news.until());
    states.put(5000L, "PreCommit1");
    states.put(1100L, "Removed");
    assertThat(look(21).news().isEmpty()).as("told a minute ago").isTrue();
    assertThat(look(31).news().counts()).containsEntry(Reason.LOST, 1);
  }

  @Test
  void callsAPersonForWhatWasSetGoingThreeTimesInVain() {
    states.put(7L, "Committing");
    look(0);
    for (int minutes = 11; minutes < 44; minutes += 11) {
      look(minutes);
      watch(minutes).setGoing(plan(), new SectorAt(7, "Committing"));
    }
    assertThat(look(55).news().counts()).isEqualTo(Map.of(Reason.STANDS_STILL, 1));
  }
}
