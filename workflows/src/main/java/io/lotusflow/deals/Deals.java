package io.lotusflow.deals;

import io.lotusflow.run.Steps;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.util.function.Supplier;

/**
 * For workflows: what is done while a miner takes no new deals. Manual: 安全的升级和重启miner, step 3, but
 * what comes back is what was there before, not all.
 */
public final class Deals {

  private Deals() {}

  /**
   * Notes which deals the miner considers, considers none, runs the body, and considers again what
   * it did, whatever happened: also if the body fails, is cancelled, or the worker dies. A pause
   * within a pause, of this run or of another, leaves deals off until the last one ends. Where this
   * version has no market, the body is run all the same, and a line among the steps says so.
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
      deals.pause(plan, pause);
      result = body.get();
    } catch (TemporalFailure ended) {
      goOn(deals, plan, pause);
      throw ended;
    }
    goOn(deals, plan, pause);
    return result;
  }

  /** Also after a cancel, and not to be cancelled itself. */
  private static void goOn(DealActivities deals, DealsPlan plan, String pause) {
    Workflow.newDetachedCancellationScope(() -> deals.goOn(plan, pause)).run();
  }
}
