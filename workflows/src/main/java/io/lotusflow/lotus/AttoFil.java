package io.lotusflow.lotus;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;

/** An amount of money in attoFIL (10⁻¹⁸ FIL); shown in FIL, with its unit. */
public record AttoFil(BigInteger atto) implements Comparable<AttoFil> {

  public static final AttoFil ZERO = new AttoFil(BigInteger.ZERO);

  /** Reads a whole number of attoFIL, as Lotus' JSON-RPC gives it. */
  @JsonCreator
  public static AttoFil ofAtto(String digits) {
    return new AttoFil(new BigInteger(digits));
  }

  /** Reads a decimal number of FIL, such as {@code "0.1"}. */
  public static AttoFil ofFil(String fil) {
    return new AttoFil(new BigDecimal(fil).movePointRight(18).toBigIntegerExact());
  }

  public AttoFil plus(AttoFil other) {
    return new AttoFil(atto.add(other.atto));
  }

  public AttoFil minus(AttoFil other) {
    return new AttoFil(atto.subtract(other.atto));
  }

  @JsonValue
  public String digits() {
    return atto.toString();
  }

  @Override
  public int compareTo(AttoFil other) {
    return atto.compareTo(other.atto);
  }

  @Override
  public String toString() {
    return new BigDecimal(atto).movePointLeft(18).stripTrailingZeros().toPlainString() + " FIL";
  }
}
