package io.lotusflow.deals;

import io.lotusflow.lotus.AttoFil;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A price for storing. People think in FIL per TiB and year, Lotus counts in attoFIL per GiB and
 * epoch. It is read with its unit only: Lotus takes a bare number for whole FIL, which its manual
 * (设定存储交易的要价) took for attoFIL.
 *
 * @param atto attoFIL per GiB and epoch
 */
public record DealPrice(BigInteger atto) {

  private static final Pattern WRITTEN =
      Pattern.compile(
          "(\\d+(?:\\.\\d+)?)\\s*(atto|nano|micro|milli)?FIL\\s*/\\s*([MGTP]iB)\\s*/\\s*(epoch|day|year)",
          Pattern.CASE_INSENSITIVE);
  private static final Map<String, Integer> ZEROS =
      Map.of("", 18, "milli", 15, "micro", 12, "nano", 9, "atto", 0);
  private static final Map<String, BigDecimal> GIB =
      Map.of(
          "mib", BigDecimal.ONE.divide(BigDecimal.valueOf(1 << 10)),
          "gib", BigDecimal.ONE,
          "tib", BigDecimal.valueOf(1 << 10),
          "pib", BigDecimal.valueOf(1 << 20));
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(365);

  /** More FIL than there will ever be. */
  private static final BigInteger ALL_FIL = BigInteger.TEN.pow(9 + 18).shiftLeft(1);

  /**
   * Reads {@code 0.5FIL/TiB/year} or {@code 500000000attoFIL/GiB/epoch}; rounded to whole attoFIL
   * per GiB and epoch.
   *
   * @param epoch how long one lasts on this network
   * @throws IllegalArgumentException if there is no unit, or it comes to nothing, or a TiB would
   *     cost more in a year than there is
   */
  public static DealPrice parse(String text, Duration epoch) {
    Matcher written = WRITTEN.matcher(text.strip());
    if (!written.matches()) {
      throw new IllegalArgumentException("no price with its unit: \"" + text + '"');
    }
    String prefix = written.group(2) == null ? "" : written.group(2).toLowerCase(Locale.ROOT);
    BigDecimal amount =
        new BigDecimal(written.group(1)).movePointRight(ZEROS.getOrDefault(prefix, 0));
    BigDecimal gibs = GIB.getOrDefault(written.group(3).toLowerCase(Locale.ROOT), BigDecimal.ONE);
    BigDecimal epochs = epochs(written.group(4).toLowerCase(Locale.ROOT), epoch);
    BigInteger atto =
        amount.divide(gibs.multiply(epochs), 0, RoundingMode.HALF_UP).toBigIntegerExact();
    DealPrice price = new DealPrice(atto);
    if (atto.signum() == 0 && amount.signum() > 0) {
      throw new IllegalArgumentException(text + " is less than 1 attoFIL per GiB and epoch");
    }
    if (price.perTibAndYear(epoch).atto().compareTo(ALL_FIL) > 0) {
      throw new IllegalArgumentException(
          text + " comes to " + price.inWords(epoch) + ", more FIL than there is");
    }
    return price;
  }

  /** What a TiB costs in 365 days. */
  public AttoFil perTibAndYear(Duration epoch) {
    return new AttoFil(
        new BigDecimal(atto.shiftLeft(10))
            .multiply(epochs("year", epoch))
            .setScale(0, RoundingMode.HALF_UP)
            .toBigIntegerExact());
  }

  /** {@code 0.5256 FIL/TiB/year (500000000 attoFIL/GiB/epoch)}. */
  public String inWords(Duration epoch) {
    return perTibAndYear(epoch) + "/TiB/year (" + atto + " attoFIL/GiB/epoch)";
  }

  private static BigDecimal epochs(String time, Duration epoch) {
    return switch (time) {
      case "year" -> ratio(YEAR, epoch);
      case "day" -> ratio(DAY, epoch);
      default -> BigDecimal.ONE;
    };
  }

  private static BigDecimal ratio(Duration time, Duration epoch) {
    return BigDecimal.valueOf(time.toMillis())
        .divide(BigDecimal.valueOf(epoch.toMillis()), 12, RoundingMode.HALF_UP);
  }
}
