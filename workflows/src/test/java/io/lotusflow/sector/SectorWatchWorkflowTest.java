package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.alert.AlertActivities;
import io.lotusflow.alert.AlertTarget;
import io.lotusflow.alert.Delivery;
import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.install.Plans;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.sector.SectorTrouble.Reason;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SectorWatchWorkflowTest {

  private final FakeMiner miner = new FakeMiner();
  private TestWorkflowEnvironment temporal;
  private WorkflowStub run;

  private static final class FakeMiner implements SectorWatchActivities, AlertActivities {
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile boolean away;
    volatile List<SectorAt> still = List.of();
    volatile List<SectorTrouble> troubles = List.of();

    @Override
    public WatchLook look(WatchPlan plan) {
      calls.add("look");
      if (away) {
        throw ApplicationFailure.newFailure("away", "API_UNREACHABLE");
      }
      return new WatchLook(
          Receipt.alreadySo(""),
          Map.of("Proving", 3),
          List.of(),
          List.of(),
          still,
          List.of(),
          SectorTrouble.News.of(troubles, 1));
    }

    @Override
    public Receipt told(WatchPlan plan, long until) {
      calls.add("told " + until);
      troubles = List.of();
      return Receipt.done("");
    }

    @Override
    public Receipt send(Delivery delivery) {
      calls.add("alert " + delivery.alert().key() + ' ' + delivery.alert().arguments());
      return Receipt.done("");
    }

    @Override
    public Receipt setGoing(WatchPlan plan, SectorAt sector) {
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

  private void start() {
    start(Plans.nodeAndMiner().scope());
  }

  private void start(Scope scope) {
    NodeApi api = NodeApi.local("/srv/lotus/miner", "/ip4/127.0.0.1/tcp/2345/http");
    run =
        WorkflowStub.fromTyped(
            temporal
                .getWorkflowClient()
                .newWorkflowStub(
                    SectorWatchWorkflow.class,
                    WorkflowOptions.newBuilder()
                        .setWorkflowId("sector-watch/n1")
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .build()));
    run.start(new WatchPlan(scope, api, api, Duration.ofMinutes(1)));
  }

  private void endAfter(Duration time) {
    temporal.sleep(time);
    run.signal("end");
    run.getResult(Void.class);
  }

  @Test
  void looksOnceAMinuteAndTellsOnlyWhatIsNew() {
    start();
    endAfter(Duration.ofSeconds(330));

    assertThat(miner.calls).hasSize(6);
    assertThat(
            temporal.getWorkflowClient().fetchHistory("sector-watch/n1").getEvents().stream()
                .filter(SectorWatchWorkflowTest::tellsOfSectors))
        .hasSize(1);
  }

  private static boolean tellsOfSectors(HistoryEvent event) {
    return event
        .getWorkflowPropertiesModifiedEventAttributes()
        .getUpsertedMemo()
        .containsFields(SectorWatchWorkflow.MEMO);
  }

  @Test
  void setsGoingWhatStandsStill() {
    miner.still = List.of(new SectorAt(7, "Committing"));
    start();
    endAfter(Duration.ofSeconds(30));
    assertThat(miner.calls).containsExactly("look", "set going 7");
  }

  private static SectorTrouble late(long number) {
    return new SectorTrouble(number, "PreCommit1", Reason.LATE, "", 5);
  }

  @Test
  void tellsOfTroubleOnceInOneMessage() {
    miner.troubles = List.of(late(7), late(8));
    Scope scope = Plans.nodeAndMiner().scope();
    start(
        new Scope(
            scope.node(),
            scope.host(),
            scope.language(),
            false,
            scope.workerLost(),
            List.of(new AlertTarget(AlertTarget.Service.SLACK, "/etc/lotusflow/slack"))));
    endAfter(Duration.ofMinutes(10));

    assertThat(miner.calls)
        .containsOnlyOnce("alert sector-watch/n1/5 [2, LATE, 2, 7 PreCommit1; …]", "told 5");
  }

  @Test
  void startsNoRunForTroubleWhereNobodyIsToBeTold() {
    miner.troubles = List.of(late(7));
    start();
    endAfter(Duration.ofSeconds(30));
    assertThat(miner.calls).containsExactly("look", "told 5");
  }

  /** Nobody is called for a miner that is away: what watches it is not what needs it. */
  @Test
  void goesOnWhenTheMinerIsBack() {
    miner.away = true;
    start();
    temporal.sleep(Duration.ofMinutes(10));
    int failed = miner.calls.size();
    miner.away = false;
    endAfter(Duration.ofMinutes(10));

    assertThat(failed).isGreaterThan(1);
    assertThat(miner.calls).hasSizeGreaterThan(failed + 5);
  }
}
