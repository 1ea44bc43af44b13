package io.lotusflow.rehearsal.suite.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;

/** Amounts of FIL as Lotus reads and prints them. All amounts are held in attoFIL. */
public final class Fil {
  private static final int DECIMALS = 18;
  private static final String[] UNITS = {"a", "f", "p", "n", "μ", "m", ""};

  private Fil() {}

  public static BigInteger ofWhole(long fil) {
    return BigInteger.valueOf(fil).multiply(BigInteger.TEN.pow(DECIMALS));
  }

  /**
   * {@code 1}, {@code 1.5}, {@code 1000FIL}, {@code 5 attofil}. The message of the exception is
   * Lotus' own.
   */
  public static BigInteger parse(String text) {
    String suffix = suffixOf(text);
    String digits = text.substring(0, text.length() - suffix.length()).strip();
    String unit = suffix.strip().toLowerCase(Locale.ROOT);
    boolean atto = unit.equals("attofil") || unit.equals("afil");
    if (!atto && !unit.isEmpty() && !unit.equals("fil")) {
      throw new IllegalArgumentException("unrecognized suffix: \"" + suffix.strip() + "\"");
    }
    BigDecimal value;
    try {
      value = new BigDecimal(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("failed to parse \"" + text + "\" as a decimal number", e);
    }
    BigDecimal attos = atto ? value : value.movePointRight(DECIMALS);
    if (attos.stripTrailingZeros().scale() > 0) {
      throw new IllegalArgumentException("invalid FIL value: \"" + text + "\"");
    }
    return attos.toBigIntegerExact();
  }

  private static String suffixOf(String text) {
    int at = text.length();
    while (at > 0 && "-.1234567890".indexOf(text.charAt(at - 1)) < 0) {
      at--;
    }
    return text.substring(at);
  }

  /** {@code 49999999.999996752056279444 FIL}. */
  public static String print(BigInteger atto) {
    return plain(atto) + " FIL";
  }

  /** The number alone. */
  public static String plain(BigInteger atto) {
    if (atto.signum() == 0) {
      return "0";
    }
    return new BigDecimal(atto, DECIMALS).stripTrailingZeros().toPlainString();
  }

  /** As the virtual machine prints it: {@code 0.0}, {@code 100000000.0}. */
  public static String inMessages(BigInteger atto) {
    String plain = plain(atto);
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  /** {@code 5.997 nFIL}: the largest unit with a whole digit, cut after three decimals. */
  public static String brief(BigInteger atto) {
    if (atto.signum() == 0) {
      return "0";
    }
    int unit = 0;
    BigDecimal value = new BigDecimal(atto);
    BigDecimal thousand = BigDecimal.valueOf(1000);
    while (unit < UNITS.length - 1 && value.abs().compareTo(thousand) >= 0) {
      value = value.movePointLeft(3);
      unit++;
    }
    String digits = value.setScale(3, RoundingMode.DOWN).stripTrailingZeros().toPlainString();
    return digits + " " + UNITS[unit] + "FIL";
  }
}
