package io.lotusflow.deals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.install.Plans;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.TaskQueues;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The primitive, in a procedure that does nothing but wait. */
@Timeout(60)
class DealsPausedTest {

  private final FakeDeals deals = new FakeDeals();
  private TestWorkflowEnvironment temporal;

  /** Takes something down, or so. */
  @WorkflowInterface
  public interface Maintenance {
    @WorkflowMethod(name = "Maintenance")
    String run(DealsPlan plan, String what);
  }

  /** With a pause within a pause, or a body that fails. */
  public static final class MaintenanceImpl implements Maintenance {
    @Override
    public String run(DealsPlan plan, String what) {
      return Deals.pausedDuring(
          plan,
          () -> {
            if (what.equals("nested")) {
              return Deals.pausedDuring(plan, () -> "inner");
            }
            if (what.equals("fails")) {
              throw ApplicationFailure.newNonRetryableFailure("the body", "BODY");
            }
            Workflow.sleep(Duration.ofHours(1));
            return "done";
          });
    }
  }

  private record Call(String what, String pause) {}

  private static final class FakeDeals implements DealActivities {
    final List<Call> calls = new CopyOnWriteArrayList<>();
    volatile boolean gone;

    @Override
    public Receipt pause(DealsPlan plan, String pause) {
      calls.add(new Call("pause", pause));
      return gone
          ? new Receipt(Receipt.Outcome.SKIPPED, List.of(), "no market here")
          : Receipt.done("");
    }

    @Override
    public Receipt goOn(DealsPlan plan, String pause) {
      calls.add(new Call("go on", pause));
      return Receipt.done("");
    }

    @Override
    public Receipt disable(DealsPlan plan) {
      throw new AssertionError();
    }

    @Override
    public Receipt restore(DealsActPlan plan) {
      throw new AssertionError();
    }

    @Override
    public Receipt setAsk(DealsActPlan plan) {
      throw new AssertionError();
    }

    @Override
    public Receipt setBlocklist(DealsActPlan plan) {
      throw new AssertionError();
    }

    @Override
    public Receipt setFilter(DealsActPlan plan) {
      throw new AssertionError();
    }

    @Override
    public Receipt importData(DealsActPlan plan) {
      throw new AssertionError();
    }

    /** Pauses by the order in which they were first named. */
    List<String> shown() {
      List<String> names = calls.stream().map(Call::pause).distinct().toList();
      return calls.stream().map(call -> call.what() + ' ' + names.indexOf(call.pause())).toList();
    }
  }

  @BeforeEach
  void begin() {
    temporal = ProcedureEnvironment.with(List.of(MaintenanceImpl.class), Plans.HOST, deals);
  }

  @AfterEach
  void end() {
    temporal.close();
  }

  private WorkflowStub start(String what) {
    WorkflowStub run =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "Maintenance",
                WorkflowOptions.newBuilder()
                    .setWorkflowId("maintenance/" + what)
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    NodeApi api = NodeApi.local("/srv/lotus/miner", "/ip4/127.0.0.1/tcp/2345/http");
    run.start(
        new DealsPlan(Plans.nodeAndMiner().scope(), "/usr/local/bin/lotus-miner", api, api), what);
    return run;
  }

  @Test
  void goesOnAfterTheBody() {
    assertThat(start("sleeps").getResult(String.class)).isEqualTo("done");
    assertThat(deals.shown()).containsExactly("pause 0", "go on 0");
  }

  @Test
  void goesOnWhenTheBodyFails() {
    Throwable thrown = catchThrowable(() -> start("fails").getResult(String.class));
    assertThat(thrown).rootCause().hasMessageContaining("the body");
    assertThat(deals.shown()).containsExactly("pause 0", "go on 0");
  }

  @Test
  void goesOnWhenTheRunIsCancelled() {
    WorkflowStub run = start("sleeps");
    await().until(() -> deals.calls.size() == 1);
    run.cancel();
    assertThat(catchThrowable(() -> run.getResult(String.class))).isNotNull();
    assertThat(deals.shown()).containsExactly("pause 0", "go on 0");
  }

  /** Else the inner one would give back what the outer one still wants off. */
  @Test
  void eachPauseOfARunHasItsOwnName() {
    assertThat(start("nested").getResult(String.class)).isEqualTo("inner");
    assertThat(deals.shown()).containsExactly("pause 0", "pause 1", "go on 1", "go on 0");
  }

  @Test
  void runsTheBodyWhereThereIsNoMarket() {
    deals.gone = true;
    assertThat(start("sleeps").getResult(String.class)).isEqualTo("done");
  }
}
