package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.cli.Durations;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Lines that {@code lotus info} and {@code lotus-miner info} both print. */
public final class InfoText {
  private InfoText() {}

  /** {@code 4m30s (started at 2026-11-23 00:14:37 +0000 UTC)}. */
  public static String startTime(Instant started) {
    String at = started.toString().substring(0, 19).replace('T', ' ');
    return Durations.go(Duration.between(started, Instant.now()).toSeconds())
        + " (started at "
        + at
        + " +0000 UTC)";
  }

  /**
   * Lotus' rule: in sync while the head is younger than one and a half epochs, behind from the
   * fifth.
   */
  public static String sync(Map<String, Object> head) {
    long age = ageOf(head);
    long delay = Build.blockDelay();
    if (age < delay * 3 / 2 + 1) {
      return "[sync ok]";
    }
    String behind = Durations.go(age);
    return age < delay * 5
        ? "[sync slow (" + behind + " behind)]"
        : "[sync behind! (" + behind + " behind)]";
  }

  /** How many seconds the head is old. */
  static long ageOf(Map<String, Object> head) {
    Map<String, Object> block = Json.asObject(Json.asList(head.get("Blocks")).get(0));
    return System.currentTimeMillis() / 1000 - Json.asLong(block.get("Timestamp"));
  }
}
