package io.lotusflow.deals;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLocal;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * For workflows: what is done while a miner takes no new deals. Manual: 安全的升级和重启miner, step 3, but
 * what comes back is what was there before, not all.
 */
public final class Deals {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  /** What has not ended once is not waited for again: a run would wait out window after window. */
  private static final WorkflowLocal<Boolean> STUCK =
      WorkflowLocal.withCachedInitial(() -> Boolean.FALSE);

  private Deals() {}

  /**
   * Notes which deals the miner considers, considers none, waits until what is under way has ended
   * or the plan's {@code drain} is over, runs the body, and considers again what it did, whatever
   * happened: also if the body fails, is cancelled, or the worker dies. A pause within a pause, of
   * this run or of another, leaves deals off until the last one ends. Where this version has no
   * market, the body is run all the same, and a line among the steps says so.
   *
   * <p>The miner must answer before the body and after it: what stops it starts it again inside.
   * Not within {@code Parking.without}: where deals cannot be restored, the run waits for a person.
   */
  public static <T> T pausedDuring(DealsPlan plan, Supplier<T> body) {
    DealActivities deals = Steps.on(plan.scope().host(), DealActivities.class);
    String pause = Workflow.randomUUID().toString();
    T result;
    try {
      // If only its answer is lost, deals are off and noted: that is undone as well.
      Receipt paused = deals.pause(plan, pause);
      if (paused.outcome() != Receipt.Outcome.SKIPPED && !plan.scope().dryRun()) {
        drain(deals, plan);
      }
      result = body.get();
    } catch (TemporalFailure ended) {
      goOn(deals, plan, pause);
      throw ended;
    }
    goOn(deals, plan, pause);
    return result;
  }

  /** What does not end in time is cut off: the other side begins it again. */
  private static void drain(DealActivities deals, DealsPlan plan) {
    boolean asBefore =
        Workflow.getVersion("drained", Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION;
    if (asBefore || plan.drain().isEmpty()) {
      return;
    }
    Duration atMost = STUCK.get() ? Duration.ZERO : plan.drain().get();
    long until = Workflow.currentTimeMillis() + atMost.toMillis();
    InFlight look = deals.lookInFlight(plan);
    while (!look.isNone() && Workflow.currentTimeMillis() < until) {
      TimerOptions shown = TimerOptions.newBuilder().setSummary(look.toString()).build();
      Workflow.newTimer(LOOK_AGAIN, shown).get();
      look = deals.lookInFlight(plan);
    }
    STUCK.set(!look.isNone());
  }

  /** Also after a cancel, and not to be cancelled itself. */
  private static void goOn(DealActivities deals, DealsPlan plan, String pause) {
    Workflow.newDetachedCancellationScope(() -> deals.goOn(plan, pause)).run();
  }
}
