package io.lotusflow.deals;

import io.lotusflow.run.DetachedJob;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.SkipAllowed;
import io.temporal.activity.ActivityInterface;

/**
 * The deals of a miner. Which ones it considered is noted on its host before that is changed; the
 * note also says for whom they are off, so that the first note is kept and only the last to go
 * brings it back. Where a version has no market, pausing and going on are {@code SKIPPED}.
 */
@ActivityInterface(namePrefix = "Deals.")
public interface DealActivities {

  /**
   * Notes what is considered, then considers nothing.
   *
   * @param pause any text that is unique to this pause; a second call with it changes nothing
   */
  @SkipAllowed
  Receipt pause(DealsPlan plan, String pause);

  /** What is still under way of deals that were made before, and would be cut off by a stop. */
  InFlight lookInFlight(DealsPlan plan);

  /**
   * Ends a pause. What was noted is considered again if nobody else wants it off; without a note
   * nothing is done. Pauses of runs that are over do not count.
   */
  Receipt goOn(DealsPlan plan, String pause);

  /** As {@link #pause}, until somebody asks for {@link #restore}. */
  Receipt disable(DealsPlan plan);

  /**
   * Ends {@link #disable}.
   *
   * @param plan its words say which deals are to be considered instead of the noted ones; none = as
   *     noted, which is refused where there is no note
   */
  Receipt restore(DealsActPlan plan);

  /** Sets the ask, and looks whether the miner has it. Words: see {@link DealsActPlan.Act#ASK}. */
  Receipt setAsk(DealsActPlan plan);

  /** Replaces the whole list of pieces that are refused; no words = none. */
  Receipt setBlocklist(DealsActPlan plan);

  /** Sets or removes a filter in {@code config.toml}; it counts from the miner's next start. */
  Receipt setFilter(DealsActPlan plan);

  /** Gives the miner the data of a deal that was made offline. */
  @DetachedJob
  Receipt importData(DealsActPlan plan);
}
