package io.lotusflow.watch;

import java.time.Duration;
import java.util.Locale;

/** How long something took, in the shortest form that still tells: {@code 0.3s}, {@code 2m 14s}. */
public final class Elapsed {

  private Elapsed() {}

  public static String text(Duration duration) {
    Duration took = duration.isNegative() ? Duration.ZERO : duration;
    if (took.compareTo(Duration.ofSeconds(10)) < 0) {
      return String.format(Locale.ROOT, "%.1fs", took.toMillis() / 1000.0);
    }
    if (took.compareTo(Duration.ofMinutes(1)) < 0) {
      return took.toSeconds() + "s";
    }
    if (took.compareTo(Duration.ofHours(1)) < 0) {
      return String.format(Locale.ROOT, "%dm %02ds", took.toMinutes(), took.toSecondsPart());
    }
    return took.compareTo(Duration.ofDays(1)) < 0
        ? String.format(Locale.ROOT, "%dh %02dm", took.toHours(), took.toMinutesPart())
        : String.format(Locale.ROOT, "%dd %02dh", took.toDays(), took.toHoursPart());
  }
}
