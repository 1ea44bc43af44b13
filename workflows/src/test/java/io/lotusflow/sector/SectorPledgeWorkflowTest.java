package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.install.Plans;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Attention;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.TaskQueues;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SectorPledgeWorkflowTest {

  private final FakeMiner miner = new FakeMiner();
  private TestWorkflowEnvironment temporal;
  private WorkflowStub run;

  /** Takes two at once; each look proves the oldest, unless a test says what it sees. */
  private static final class FakeMiner implements SectorActivities {
    final Map<Long, String> sectors = new ConcurrentSkipListMap<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    final Deque<PledgeRoom> rooms = new ArrayDeque<>();
    final Deque<SectorNews> news = new ArrayDeque<>();

    @Override
    public PledgeGround look(PledgePlan plan) {
      return new PledgeGround(Receipt.alreadySo(""), "t01000", ByteSize.parse("2KiB"));
    }

    @Override
    public PledgeRoom findRoom(PledgePlan plan, PledgeGround ground, int open) {
      return rooms.isEmpty() ? room(open) : rooms.poll();
    }

    private static PledgeRoom room(int open) {
      return open < 2 ? free() : missing(SectorProblem.SECTOR_NO_ROOM);
    }

    static PledgeRoom free() {
      return new PledgeRoom(Receipt.alreadySo(""), Optional.empty(), List.of());
    }

    static PledgeRoom missing(SectorProblem problem) {
      return new PledgeRoom(Receipt.alreadySo(""), Optional.of(problem), List.of("a", "b", "c"));
    }

    @Override
    public PledgedSector pledge(PledgePlan plan, int index) {
      calls.add("pledge " + index);
      sectors.put(100L + index, "PreCommit1");
      return new PledgedSector(Receipt.done(""), 100L + index);
    }

    @Override
    public SectorNews follow(
        PledgePlan plan, PledgeGround ground, List<SectorAt> followed, boolean more) {
      calls.add("follow " + followed.size());
      return news.isEmpty() ? proven(followed) : news.poll();
    }

    private static SectorNews proven(List<SectorAt> followed) {
      return new SectorNews(
          Receipt.done(""),
          List.of(new SectorAt(followed.get(0).number(), "Proving")),
          Optional.empty());
    }

    static SectorNews still(long number, String error) {
      SectorAt sector = new SectorAt(number, "Committing");
      return new SectorNews(
          Receipt.done(""),
          List.of(sector),
          Optional.of(new SectorNews.StillSector(sector, error)));
    }

    @Override
    public Receipt setState(SetStatePlan plan) {
      throw new UnsupportedOperationException("no batch does that");
    }

    @Override
    public Receipt setGoing(PledgePlan plan, SectorAt sector) {
      calls.add("set going " + sector.number());
      return Receipt.done("");
    }
  }

  @BeforeEach
  void startWorker() {
    temporal = ProcedureEnvironment.of(Plans.HOST, miner);
  }

  @AfterEach
  void stopWorker() {
    temporal.close();
  }

  private void start(int count) {
    NodeApi api = NodeApi.local("/srv/lotus/miner", "/ip4/127.0.0.1/tcp/2345/http");
    run =
        WorkflowStub.fromTyped(
            temporal
                .getWorkflowClient()
                .newWorkflowStub(
                    SectorPledgeWorkflow.class,
                    WorkflowOptions.newBuilder()
                        .setWorkflowId("sector-pledge/n1")
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .build()));
    run.start(new PledgePlan(Plans.nodeAndMiner().scope(), api, api, "b1", count, 0));
  }

  private PledgeReport ended() {
    return run.getResult(PledgeReport.class);
  }

  private Attention awaitAttention() {
    await().until(() -> attention().isPresent());
    return attention().orElseThrow();
  }

  private Optional<Attention> attention() {
    return Optional.ofNullable(
        (Attention) run.describe().getMemo(RunMemo.ATTENTION, Attention.class));
  }

  @Test
  void pledgesAsManyAsWereAskedForAndNoMoreAtOnceThanFit() {
    start(5);

    assertThat(ended().sectors()).extracting(SectorAt::state).hasSize(5).containsOnly("Proving");
    assertThat(miner.calls)
        .containsExactly(
            "pledge 0",
            "pledge 1",
            "follow 2",
            "pledge 2",
            "follow 2",
            "pledge 3",
            "follow 2",
            "pledge 4",
            "follow 2",
            "follow 1");
  }

  @Test
  void asksForAPersonOnlyWhenNothingIsLeftThatCouldMakeRoom() {
    miner.rooms.add(FakeMiner.missing(SectorProblem.SECTOR_NO_FUNDS));
    start(1);
    assertThat(awaitAttention().problem()).isEqualTo("SECTOR_NO_FUNDS");
    assertThat(miner.calls).isEmpty();

    run.update("resume", Void.class);
    assertThat(ended().sectors()).hasSize(1);
    assertThat(attention()).isEmpty();
  }

  @Test
  void tellsOfALostSectorAndGoesOnWithTheOthers() {
    miner.news.add(
        new SectorNews(
            Receipt.done(""),
            List.of(new SectorAt(100, "Removed"), new SectorAt(101, "WaitSeed")),
            Optional.empty()));
    start(2);
    Attention lost = awaitAttention();
    assertThat(lost.problem()).isEqualTo("SECTOR_LOST");
    assertThat(lost.arguments()).containsExactly("100", "Removed");

    run.update("resume", Void.class);
    assertThat(ended().sectors())
        .containsExactly(new SectorAt(100, "Removed"), new SectorAt(101, "Proving"));
    assertThat(ended().receipt().note()).contains("2 sectors pledged, 1 proven; lost: [100]");
    assertThat(miner.calls).doesNotContain("pledge 2");
  }

  @Test
  void setsASectorGoingAgainThreeTimesAndThenAsks() {
    for (int i = 0; i < 4; i++) {
      miner.news.add(FakeMiner.still(100, ""));
    }
    start(1);
    assertThat(awaitAttention().problem()).isEqualTo("SECTOR_STANDS_STILL");
    assertThat(miner.calls.stream().filter("set going 100"::equals)).hasSize(3);

    run.update("resume", Void.class);
    ended();
    assertThat(miner.calls.stream().filter("set going 100"::equals)).hasSize(4);
  }

  /** What failed with an error is not cured by being told to try again. */
  @Test
  void asksAtOnceAboutOneThatStandsStillWithAnError() {
    miner.news.add(FakeMiner.still(100, "no GPU"));
    start(1);
    assertThat(awaitAttention().arguments()).containsExactly("100", "Committing", "no GPU");
    assertThat(miner.calls).doesNotContain("set going 100");
  }
}
