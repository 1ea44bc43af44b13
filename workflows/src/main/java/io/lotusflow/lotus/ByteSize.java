package io.lotusflow.lotus;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written and shown in binary units as Lotus does ({@code 32GiB}). */
public record ByteSize(@JsonValue long bytes) implements Comparable<ByteSize> {

  private static final Pattern WRITTEN =
      Pattern.compile("(\\d+)\\s*([KMGTP]i?)?B?", Pattern.CASE_INSENSITIVE);
  private static final String UNITS = "KMGTP";

  @JsonCreator
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative, got " + bytes);
    }
  }

  /**
   * Reads {@code 32GiB}, {@code 512MiB}, {@code 2048}; {@code GB} means {@code GiB}, as in Lotus.
   */
  public static ByteSize parse(String text) {
    Matcher written = WRITTEN.matcher(text.strip());
    if (!written.matches()) {
      throw new IllegalArgumentException("not a size such as 32GiB: \"" + text + '"');
    }
    String unit = written.group(2);
    int power = unit == null ? 0 : UNITS.indexOf(unit.toUpperCase(Locale.ROOT).charAt(0)) + 1;
    return new ByteSize(Math.multiplyExact(Long.parseLong(written.group(1)), 1L << (10 * power)));
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** As {@link #parse} reads it back, to the byte. */
  public String exact() {
    String shown = toString();
    return shown.indexOf('.') < 0 ? shown : Long.toString(bytes);
  }

  /**
   * Exact where it is a whole number of units ({@code 32GiB}), else with one decimal ({@code
   * 74.1GiB}).
   */
  @Override
  public String toString() {
    int power = 0;
    double shown = bytes;
    // Below 1024 by so little it would be shown as 1024.0.
    while (shown >= 1023.95 && power < UNITS.length()) {
      shown /= 1024;
      power++;
    }
    String unit = power == 0 ? "B" : UNITS.charAt(power - 1) + "iB";
    return shown == Math.rint(shown)
        ? (long) shown + unit
        : String.format(Locale.ROOT, "%.1f%s", shown, unit);
  }
}
