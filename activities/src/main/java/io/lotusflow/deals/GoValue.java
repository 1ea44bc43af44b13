package io.lotusflow.deals;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Values of a configuration file as Lotus reads them: {@code 6h} is what it writes as 6h0m0s. */
final class GoValue {
  private static final Pattern DURATION = Pattern.compile("(?:\\d+(?:\\.\\d+)?(?:h|ms|m|s))+");
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s)");
  private static final Pattern MONEY = Pattern.compile("(\\d*\\.?\\d+)\\s*(|fil|attofil|afil)");
  private static final Map<String, Integer> MILLIS =
      Map.of("h", 3_600_000, "m", 60_000, "s", 1_000, "ms", 1);

  private GoValue() {}

  static boolean same(Object one, Object other) {
    if (one instanceof List<?> some && other instanceof List<?> others) {
      return some.size() == others.size()
          && IntStream.range(0, some.size()).allMatch(at -> same(some.get(at), others.get(at)));
    }
    return one.equals(other) || plain(one).equals(plain(other));
  }

  private static Object plain(Object value) {
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros();
    }
    String text = value.toString().strip().toLowerCase(Locale.ROOT);
    if (DURATION.matcher(text).matches()) {
      return millis(text);
    }
    Matcher money = MONEY.matcher(text);
    return money.matches() ? atto(money) : value;
  }

  private static BigDecimal millis(String text) {
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      BigDecimal unit = BigDecimal.valueOf(MILLIS.getOrDefault(part.group(2), 0));
      sum = sum.add(new BigDecimal(part.group(1)).multiply(unit));
    }
    return sum.stripTrailingZeros();
  }

  private static BigDecimal atto(Matcher money) {
    BigDecimal number = new BigDecimal(money.group(1));
    return (money.group(2).startsWith("a") ? number : number.movePointRight(18))
        .stripTrailingZeros();
  }
}
