package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** Sectors of the miner on one host. */
@ActivityInterface(namePrefix = "Sector.")
public interface SectorActivities {

  /** Whether the miner can seal at all; refuses with what is missing. Changes nothing. */
  PledgeGround look(PledgePlan plan);

  /**
   * Whether one more sector fits: room on the sealing paths for all that are sealed (15.1 times the
   * sector size each), a worker, funds for deposits and messages, a place among those that wait for
   * deals.
   *
   * @param open how many of the batch are not proven yet
   */
  PledgeRoom findRoom(PledgePlan plan, PledgeGround ground, int open);

  /**
   * Pledges the batch's sector of that index, once: what is about to be done is on disk before, and
   * after a crash the effect is looked for first. {@code PledgeSector} itself is not idempotent,
   * and returns no number before v1.10.
   *
   * @param index from 0
   */
  PledgedSector pledge(PledgePlan plan, int index);

  /**
   * Returns when one of the sectors is proven, lost, or stands still; or, if more are to come, when
   * there is room for one.
   *
   * @param sectors as they were last seen
   */
  SectorNews follow(PledgePlan plan, PledgeGround ground, List<SectorAt> sectors, boolean more);

  /**
   * Sets a sector going again that nobody works on, by giving it the state that it is in: seen to
   * help after an outage of the daemon. Does nothing once it has moved or somebody works on it.
   */
  Receipt setGoing(PledgePlan plan, SectorAt sector);

  /**
   * Gives a sector the state that the operator chose; refuses a number or a name that there is not,
   * a sector with a job, and, unconfirmed, what may end it. A repetition does not set it a second
   * time once it has moved.
   */
  Receipt setState(SetStatePlan plan);
}
