package io.lotusflow.cli;

import io.lotusflow.window.Obstacles;
import io.lotusflow.window.ProvingSchedule;
import io.lotusflow.window.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What stands in the way of a miner's absence, now and in the coming period.
 *
 * @param now when the schedule was read
 * @param away how long it is to be away
 * @param margin on top
 */
record WindowOutlook(
    String actor,
    ProvingSchedule schedule,
    Obstacles obstacles,
    Instant now,
    Duration blockDelay,
    Duration away,
    Duration margin) {

  Duration wanted() {
    return away.plus(margin);
  }

  boolean isLongEnough(Stretch stretch) {
    return stretch.epochs() >= needed();
  }

  /** Whether it could go this minute. */
  boolean isOpen() {
    return obstacles.none() && schedule.isOpen(needed());
  }

  private long needed() {
    return ProvingSchedule.epochs(wanted(), blockDelay);
  }

  Instant time(long epoch) {
    return now.plus(blockDelay.multipliedBy(epoch - schedule.now()))
        .truncatedTo(ChronoUnit.SECONDS);
  }
}
