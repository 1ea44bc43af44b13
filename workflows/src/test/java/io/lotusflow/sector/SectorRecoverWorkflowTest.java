package io.lotusflow.sector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.install.Plans;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.TaskQueues;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SectorRecoverWorkflowTest {

  private final FakeRecovery recovery = new FakeRecovery();
  private TestWorkflowEnvironment temporal;
  private WorkflowStub run;

  /** Finds one case after the other; the last one for good. */
  private static final class FakeRecovery implements SectorRecoveryActivities {
    final Queue<SectorCase> cases = new ConcurrentLinkedQueue<>();
    final List<String> calls = new CopyOnWriteArrayList<>();

    @Override
    public SectorFinding diagnose(RecoverPlan plan) {
      SectorCase now = cases.size() > 1 ? cases.poll() : cases.peek();
      calls.add("diagnose");
      return new SectorFinding(
          Receipt.alreadySo(""), new SectorAt(7, "PreCommit2"), now, "GetTicket", "why");
    }

    @Override
    public Receipt cure(RecoverPlan plan, SectorFinding finding) {
      calls.add("cure " + finding.what());
      return Receipt.done("");
    }
  }

  @BeforeEach
  void begin() {
    temporal = ProcedureEnvironment.of(Plans.HOST, recovery);
  }

  @AfterEach
  void end() {
    temporal.close();
  }

  private void start(boolean onlyAsk, SectorCase... cases) {
    recovery.cases.addAll(List.of(cases));
    NodeApi api = NodeApi.local("/srv/lotus/miner", "/ip4/127.0.0.1/tcp/2345/http");
    run =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "SectorRecover",
                WorkflowOptions.newBuilder()
                    .setWorkflowId("sector-recover/n/7")
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    run.start(new RecoverPlan(Plans.nodeAndMiner().scope(), api, api, 7, onlyAsk, List.of()));
  }

  private SectorCase ended() {
    return run.getResult(SectorFinding.class).what();
  }

  @Test
  void curesWhatIsSafeAndEndsWhenItGoesOn() {
    start(false, SectorCase.NULL_TICKET, SectorCase.WEDGED, SectorCase.FINE);
    assertThat(ended()).isEqualTo(SectorCase.FINE);
    assertThat(recovery.calls)
        .containsExactly("diagnose", "cure NULL_TICKET", "diagnose", "cure WEDGED", "diagnose");
  }

  @Test
  void waitsWhileLotusTriesAgain() {
    start(false, SectorCase.LOTUS_RETRIES, SectorCase.FINE);
    ended();
    assertThat(recovery.calls).containsExactly("diagnose", "diagnose");
  }

  @Test
  void parksForAPersonAndGoesOnByItselfWhenItIsMended() {
    start(false, SectorCase.FILES_AWAY, SectorCase.FILES_AWAY, SectorCase.FINE);
    await().until(() -> !recovery.calls.isEmpty());
    assertThat(ended()).isEqualTo(SectorCase.FINE);
    assertThat(recovery.calls).containsExactly("diagnose", "diagnose", "diagnose");
  }

  @Test
  void doesNothingByItselfWhereItMayOnlyAsk() {
    start(true, SectorCase.WEDGED);
    await().until(() -> !recovery.calls.isEmpty());
    temporal.sleep(Duration.ofHours(1));
    assertThat(recovery.calls).allMatch("diagnose"::equals);
    run.update("abort", Void.class, "no");
  }
}
