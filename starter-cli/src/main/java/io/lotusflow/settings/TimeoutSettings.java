package io.lotusflow.settings;

import java.time.Duration;

/**
 * {@code [timeouts]}.
 *
 * @param syncStall a head that does not move for so long is stalled
 * @param apiStart how long an API may stay away after a start while its process lives
 * @param workerLost a worker that was silent for so long is lost
 */
public record TimeoutSettings(Duration syncStall, Duration apiStart, Duration workerLost) {

  static TimeoutSettings from(Table timeouts) {
    return new TimeoutSettings(
        timeouts.value("sync_stall", "10m", Shapes.DURATION),
        timeouts.value("api_start", "1h", Shapes.DURATION),
        timeouts.value("worker_lost", "10s", Shapes.DURATION.but(TimeoutSettings::sensible)));
  }

  /** Workers beat once a second; one that is merely busy must not count as lost. */
  private static void sensible(Duration workerLost) {
    if (workerLost.toSeconds() < 3 || workerLost.toMinutes() > 10) {
      throw new Refused("not-in-range", workerLost.toSeconds() + "s", "3s", "10m");
    }
  }
}
