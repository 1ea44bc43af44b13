package io.lotusflow.schedule;

import java.time.Duration;
import java.util.List;

/**
 * When a schedule runs, as the operator wrote it.
 *
 * @param cron five fields, or empty where {@code at} is given
 * @param at times of the day such as {@code 03:00}
 * @param on days such as {@code mon}; empty = every day
 * @param zone name of a time zone such as {@code Asia/Shanghai}
 * @param jitter each run starts up to so much later
 */
public record Timing(String cron, List<String> at, List<String> on, String zone, Duration jitter) {

  public Timing {
    at = List.copyOf(at);
    on = List.copyOf(on);
  }
}
