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
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The primitive, in a procedure that does nothing but wait. */
@Timeout(60)
class DealsPausedTest {

  private static final Duration BODY = Duration.ofHours(1);
  private static final Duration DRAIN = Duration.ofMinutes(10);

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
            Workflow.sleep(BODY);
            return "done";
          });
    }
  }

  private record Call(String what, String pause) {}

  private static final class FakeDeals implements DealActivities {
    final List<Call> calls = new CopyOnWriteArrayList<>();
    volatile boolean gone;
    final AtomicInteger transfers = new AtomicInteger();
    volatile boolean ends;

    @Override
    public Receipt pause(DealsPlan plan, String pause) {
      calls.add(new Call("pause", pause));
      return gone
          ? new Receipt(Receipt.Outcome.SKIPPED, List.of(), "no market here")
          : Receipt.done("");
    }

    /** One ends after each look. */
    @Override
    public InFlight lookInFlight(DealsPlan plan) {
      calls.add(new Call("look", calls.get(calls.size() - 1).pause()));
      int rest = ends && transfers.get() > 0 ? transfers.getAndDecrement() : transfers.get();
      return new InFlight(Receipt.done(""), rest, 0);
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
        new DealsPlan(
            Plans.nodeAndMiner().scope(),
            "/usr/local/bin/lotus-miner",
            api,
            api,
            Optional.of(DRAIN)),
        what);
    return run;
  }

  @Test
  void goesOnAfterTheBody() {
    assertThat(start("sleeps").getResult(String.class)).isEqualTo("done");
    assertThat(deals.shown()).containsExactly("pause 0", "look 0", "go on 0");
  }

  @Test
  void goesOnWhenTheBodyFails() {
    Throwable thrown = catchThrowable(() -> start("fails").getResult(String.class));
    assertThat(thrown).rootCause().hasMessageContaining("the body");
    assertThat(deals.shown()).containsExactly("pause 0", "look 0", "go on 0");
  }

  @Test
  void goesOnWhenTheRunIsCancelled() {
    WorkflowStub run = start("sleeps");
    await().until(() -> deals.calls.size() == 2);
    run.cancel();
    assertThat(catchThrowable(() -> run.getResult(String.class))).isNotNull();
    assertThat(deals.shown()).containsExactly("pause 0", "look 0", "go on 0");
  }

  /** Else the inner one would give back what the outer one still wants off. */
  @Test
  void eachPauseOfARunHasItsOwnName() {
    assertThat(start("nested").getResult(String.class)).isEqualTo("inner");
    assertThat(deals.shown())
        .containsExactly("pause 0", "look 0", "pause 1", "look 1", "go on 1", "go on 0");
  }

  @Test
  void runsTheBodyWhereThereIsNoMarket() {
    deals.gone = true;
    assertThat(start("sleeps").getResult(String.class)).isEqualTo("done");
    assertThat(deals.shown()).doesNotContain("look 0");
  }

  @Test
  void waitsForWhatIsUnderWay() {
    deals.transfers.set(2);
    deals.ends = true;
    assertThat(start("sleeps").getResult(String.class)).isEqualTo("done");
    assertThat(deals.shown()).containsExactly("pause 0", "look 0", "look 0", "look 0", "go on 0");
  }

  /** A client that went away leaves its transfer open for ever. */
  @Test
  void waitsNoLongerThanWasSaid() {
    deals.transfers.set(1);
    assertThat(start("sleeps").getResult(String.class)).isEqualTo("done");
    assertThat(deals.shown().stream().filter("look 0"::equals)).hasSize(1 + 4 * 10);
    assertThat(deals.shown()).endsWith("look 0", "go on 0");
  }

  /** A window that closed meanwhile is followed by another round. */
  @Test
  void isNotWaitedForTwice() {
    deals.transfers.set(1);
    assertThat(start("nested").getResult(String.class)).isEqualTo("inner");
    assertThat(deals.shown().stream().filter("look 1"::equals)).hasSize(1);
  }
}
