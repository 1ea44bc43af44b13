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
    return blockDelay.multipliedBy(stretch.epochs()).compareTo(wanted()) >= 0;
  }

  /** Whether it could go this minute. */
  boolean isOpen() {
    return obstacles.none()
        && schedule.stretches(1).stream()
            .filter(stretch -> stretch.from() == schedule.now())
            .anyMatch(stretch -> schedule.quietFor().orElse(1) > 0 && isLongEnough(stretch));
  }

  Instant time(long epoch) {
    return now.plus(blockDelay.multipliedBy(epoch - schedule.now()))
        .truncatedTo(ChronoUnit.SECONDS);
  }
}
