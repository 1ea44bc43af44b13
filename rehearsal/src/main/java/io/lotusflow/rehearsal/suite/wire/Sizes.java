package io.lotusflow.rehearsal.suite.wire;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Byte sizes as Lotus reads ({@code 32GiB}, {@code 1g}) and prints them ({@code 185 GiB}, four
 * significant digits).
 */
public final class Sizes {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Sizes() {}

  /**
   * Any of {@code 2048}, {@code 2k}, {@code 2KB}, {@code 2KiB}, all in powers of 1024; else an
   * exception with Docker's words.
   */
  public static long parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    int digits = 0;
    while (digits < lower.length()
        && (Character.isDigit(lower.charAt(digits)) || lower.charAt(digits) == '.')) {
      digits++;
    }
    int power = powerOf(lower.substring(digits).strip());
    if (digits == 0 || power < 0) {
      throw new IllegalArgumentException("invalid size: '" + text + "'");
    }
    return new BigDecimal(lower.substring(0, digits))
        .multiply(BigDecimal.valueOf(1L << (10 * power)))
        .longValue();
  }

  private static int powerOf(String unit) {
    if (unit.isEmpty() || unit.equals("b")) {
      return 0;
    }
    int power = "kmgtp".indexOf(unit.charAt(0)) + 1;
    String rest = unit.substring(1);
    boolean known = rest.isEmpty() || rest.equals("b") || rest.equals("ib");
    return power > 0 && known ? power : -1;
  }

  public static String print(long bytes) {
    return scaled(bytes, "");
  }

  /** The same without the B, for quality-adjusted power: {@code 40 Ki}. */
  public static String deci(long amount) {
    return amount == 0 ? "0 B" : scaled(amount, "B");
  }

  private static String scaled(long bytes, String cut) {
    int unit = 0;
    BigDecimal value = BigDecimal.valueOf(bytes);
    BigDecimal step = BigDecimal.valueOf(1024);
    while (unit < UNITS.length - 1 && value.compareTo(step) >= 0) {
      value = value.divide(step);
      unit++;
    }
    String digits =
        value
            .round(new MathContext(4, RoundingMode.HALF_EVEN))
            .stripTrailingZeros()
            .toPlainString();
    String label = UNITS[unit];
    return digits + " " + (cut.isEmpty() ? label : label.replace(cut, ""));
  }
}
