package io.lotusflow.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are typed and shown: {@code 30s}, {@code 10m}, {@code 6h}, {@code 2d}. */
final class Span {

  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,6})([smhd])");

  private Span() {}

  static Duration parse(Session session, String option, String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new Complaint(
          Exit.USAGE,
          session.text("schedule.bad", option + ' ' + text),
          session.text("schedule.bad.span"),
          session.text("error.usage", "lotusflow schedule create --help"));
    }
    long count = Long.parseLong(written.group(1));
    return switch (written.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  static String text(Duration span) {
    long seconds = span.toSeconds();
    if (seconds > 0 && seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds > 0 && seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
