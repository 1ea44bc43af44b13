package io.lotusflow.benchmark;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A time as the manual's table has it: {@code 5 h 28 m}, {@code 14 m 30 s}, {@code 4.29 s}. */
public final class ShownTime {

  private static final Duration LAST_PLACE = Duration.ofMillis(10);

  private ShownTime() {}

  /**
   * Rounded to minutes from an hour on, to seconds from ten seconds on, to hundredths of a second
   * below; the same in every language.
   */
  public static String of(Duration time) {
    Duration hundredths = rounded(time, LAST_PLACE);
    if (hundredths.isZero()) {
      return time.isZero() ? "0 s" : "< 0.01 s";
    }
    if (hundredths.compareTo(Duration.ofSeconds(10)) < 0) {
      return String.format(Locale.ROOT, "%.2f s", hundredths.toMillis() / 1000.0);
    }
    Duration seconds = rounded(time, Duration.ofSeconds(1));
    if (seconds.compareTo(Duration.ofHours(1)) < 0) {
      return together(seconds.toMinutes(), "m", seconds.toSecondsPart(), "s");
    }
    Duration minutes = rounded(time, Duration.ofMinutes(1));
    return together(minutes.toHours(), "h", minutes.toMinutesPart(), "m");
  }

  /** As Lotus writes a duration in its configuration: {@code 20h53m0s}. */
  public static String inConfiguration(Duration time) {
    Duration minutes = rounded(time, Duration.ofMinutes(1));
    return "%dh%dm0s".formatted(minutes.toHours(), minutes.toMinutesPart());
  }

  /** What Lotus' configuration says: {@code 6h0m0s}, {@code 90m}; empty if it is no such time. */
  public static Optional<Duration> fromConfiguration(String text) {
    return text.matches("(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,6}s)?") && !text.isEmpty()
        ? Optional.of(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }

  private static Duration rounded(Duration time, Duration unit) {
    return unit.multipliedBy(time.plus(unit.dividedBy(2)).dividedBy(unit));
  }

  private static String together(long big, String bigUnit, long small, String smallUnit) {
    String bigger = big == 0 ? "" : big + " " + bigUnit;
    String smaller = small == 0 ? "" : small + " " + smallUnit;
    return (bigger + " " + smaller).strip();
  }
}
