package io.lotusflow.rehearsal.suite.cli;

import java.math.BigDecimal;

/** Lengths of time as Go reads and prints them. */
public final class Durations {
  private static final String[] NAMES = {"year", "week", "day", "hour", "minute", "second"};
  private static final long[] SECONDS = {31_536_000, 604_800, 86_400, 3600, 60, 1};

  private Durations() {}

  /** {@code 4m2s}, {@code 1h0m5s}. */
  public static String go(long seconds) {
    long hours = seconds / 3600;
    long minutes = seconds / 60 % 60;
    String text = seconds % 60 + "s";
    if (hours > 0 || minutes > 0) {
      text = minutes + "m" + text;
    }
    return hours > 0 ? hours + "h" + text : text;
  }

  /** {@code 2 hours 55 minutes}: the two largest units. */
  public static String words(long seconds) {
    StringBuilder text = new StringBuilder();
    long rest = seconds;
    int shown = 0;
    for (int i = 0; i < SECONDS.length && shown < 2; i++) {
      long count = rest / SECONDS[i];
      if (count > 0) {
        text.append(shown == 0 ? "" : " ")
            .append(count)
            .append(' ')
            .append(NAMES[i])
            .append(count == 1 ? "" : "s");
        rest %= SECONDS[i];
        shown++;
      }
    }
    return shown == 0 ? "now" : text.toString();
  }

  /** Reads {@code 1h2m3.5s}, {@code 500ms}; returns milliseconds. */
  public static long parseMillis(String text) {
    long millis = 0;
    int at = 0;
    while (at < text.length()) {
      int from = at;
      while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
        at++;
      }
      int unitFrom = at;
      while (at < text.length() && Character.isLetter(text.charAt(at))) {
        at++;
      }
      if (from == unitFrom || unitFrom == at) {
        throw new CliException("invalid duration \"" + text + "\"");
      }
      millis +=
          new BigDecimal(text.substring(from, unitFrom))
              .multiply(unit(text.substring(unitFrom, at), text))
              .longValue();
    }
    return millis;
  }

  private static BigDecimal unit(String unit, String text) {
    return switch (unit) {
      case "h" -> BigDecimal.valueOf(3_600_000);
      case "m" -> BigDecimal.valueOf(60_000);
      case "s" -> BigDecimal.valueOf(1000);
      case "ms" -> BigDecimal.ONE;
      default ->
          throw new CliException(
              "time: unknown unit \"" + unit + "\" in duration \"" + text + "\"");
    };
  }
}
