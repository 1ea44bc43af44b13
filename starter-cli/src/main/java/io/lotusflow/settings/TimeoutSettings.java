package io.lotusflow.settings;

import java.time.Duration;

/**
 * {@code [timeouts]}.
 *
 * @param syncStall a head that does not move for so long is stalled
 * @param apiStart how long an API may stay away after a start while its process lives
 */
public record TimeoutSettings(Duration syncStall, Duration apiStart) {

  static TimeoutSettings from(Table timeouts) {
    return new TimeoutSettings(
        timeouts.value("sync_stall", "10m", Shapes.DURATION),
        timeouts.value("api_start", "1h", Shapes.DURATION));
  }
}
