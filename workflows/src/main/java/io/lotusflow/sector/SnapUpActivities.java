package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Marks sectors of the miner on one host for deals. */
@ActivityInterface(namePrefix = "Sector.")
public interface SnapUpActivities {

  /**
   * Marks a sector, or takes the mark away, once: a repetition sees in the sector's log that it was
   * done, also if somebody has undone it since. Refuses a sector that there is not, one in another
   * state, one with a job, and what the miner's version cannot do.
   */
  Receipt snapUp(SnapUpPlan plan);
}
