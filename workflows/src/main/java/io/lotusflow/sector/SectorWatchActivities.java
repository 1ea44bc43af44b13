package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Unattended;
import io.temporal.activity.ActivityInterface;

/** Looks after all sectors of the miner on one host. */
@ActivityInterface(namePrefix = "SectorWatch.")
public interface SectorWatchActivities {

  /**
   * Counts, and notes on the host's disk what moved: a few calls for any number of sectors, since
   * only lists by state are asked for. A repetition notes the same.
   */
  @Unattended
  WatchLook look(WatchPlan plan);

  /**
   * Sets one going again, as {@link SectorActivities#setGoing}, and notes that; does nothing if it
   * was done three times already.
   */
  @Unattended
  Receipt setGoing(WatchPlan plan, SectorAt sector);

  /** Notes that the operator was told of all that was noticed until then, seconds since 1970. */
  @Unattended
  Receipt told(WatchPlan plan, long until);
}
