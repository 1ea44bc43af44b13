package io.lotusflow.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The five fields of crontab(5). Taken apart here rather than by the server, which would mean "the
 * 1st, if it is a Monday" by {@code 0 3 1 * mon}, where cron has always meant "the 1st, and each
 * Monday".
 */
final class Cron {

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private static final Pattern PART = Pattern.compile("(\\*|(\\w+)(?:-(\\w+))?)(?:/(\\d{1,2}))?");

  private Cron() {}

  /**
   * @throws IllegalArgumentException with the field that makes no sense
   */
  static List<Times> parse(String expression) {
    String[] fields = expression.strip().split("\\s+", -1);
    if (fields.length != 5) {
      throw new IllegalArgumentException(expression);
    }
    NavigableSet<Integer> minutes = field(fields[0], 0, 59, List.of());
    NavigableSet<Integer> hours = field(fields[1], 0, 23, List.of());
    NavigableSet<Integer> days = field(fields[2], 1, 31, List.of());
    NavigableSet<Integer> months = field(fields[3], 1, 12, MONTHS);
    NavigableSet<Integer> week = weekdays(fields[4]);
    if (fields[2].startsWith("*") || fields[4].startsWith("*")) {
      return List.of(new Times(minutes, hours, days, months, week));
    }
    return List.of(
        new Times(minutes, hours, days, months, all(0, 6)),
        new Times(minutes, hours, all(1, 31), months, week));
  }

  /** Both 0 and 7 are Sunday. */
  private static NavigableSet<Integer> weekdays(String field) {
    NavigableSet<Integer> days = new TreeSet<>();
    field(field, 0, 7, DAYS).forEach(day -> days.add(day % 7));
    return days;
  }

  /** Days of a list such as {@code mon,thu}, as cron numbers them. */
  static NavigableSet<Integer> daysNamed(List<String> names) {
    return names.isEmpty() ? all(0, 6) : weekdays(String.join(",", names));
  }

  static NavigableSet<Integer> all(int least, int most) {
    return new TreeSet<>(IntStream.rangeClosed(least, most).boxed().toList());
  }

  private static NavigableSet<Integer> field(String text, int least, int most, List<String> names) {
    NavigableSet<Integer> values = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      values.addAll(part(part, least, most, names));
    }
    return values;
  }

  private static List<Integer> part(String text, int least, int most, List<String> names) {
    Matcher written = PART.matcher(text.toLowerCase(Locale.ROOT));
    if (!written.matches()) {
      throw new IllegalArgumentException(text);
    }
    boolean star = written.group(1).equals("*");
    boolean stepped = written.group(4) != null;
    int from = star ? least : value(text, written.group(2), least, names);
    int to =
        star || (stepped && written.group(3) == null)
            ? most
            : written.group(3) == null ? from : value(text, written.group(3), least, names);
    int step = stepped ? Integer.parseInt(written.group(4)) : 1;
    if (from < least || to > most || from > to || step == 0) {
      throw new IllegalArgumentException(text);
    }
    List<Integer> values = new ArrayList<>();
    for (int value = from; value <= to; value += step) {
      values.add(value);
    }
    return values;
  }

  private static int value(String part, String text, int least, List<String> names) {
    int named = names.indexOf(text);
    if (named >= 0) {
      return named + least;
    }
    if (!text.matches("\\d{1,2}")) {
      throw new IllegalArgumentException(part);
    }
    return Integer.parseInt(text);
  }
}
