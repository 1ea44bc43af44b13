package io.lotusflow.rehearsal.suite.wire;

import java.math.BigInteger;

/** Base58 with Bitcoin's alphabet, in which libp2p writes peer ids. */
final class Base58 {
  private static final String LETTERS =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(58);

  private Base58() {}

  static String encode(byte[] data) {
    StringBuilder text = new StringBuilder();
    BigInteger value = new BigInteger(1, data);
    while (value.signum() > 0) {
      BigInteger[] parts = value.divideAndRemainder(BASE);
      text.append(LETTERS.charAt(parts[1].intValue()));
      value = parts[0];
    }
    for (int i = 0; i < data.length && data[i] == 0; i++) {
      text.append(LETTERS.charAt(0));
    }
    return text.reverse().toString();
  }

  static byte[] decode(String text) {
    BigInteger value = BigInteger.ZERO;
    int zeros = 0;
    for (int i = 0; i < text.length(); i++) {
      int letter = LETTERS.indexOf(text.charAt(i));
      if (letter < 0) {
        throw new IllegalArgumentException("illegal base58 letter in " + text);
      }
      if (letter == 0 && value.signum() == 0) {
        zeros++;
      }
      value = value.multiply(BASE).add(BigInteger.valueOf(letter));
    }
    byte[] magnitude = value.signum() == 0 ? new byte[0] : unsigned(value);
    byte[] data = new byte[zeros + magnitude.length];
    System.arraycopy(magnitude, 0, data, zeros, magnitude.length);
    return data;
  }

  private static byte[] unsigned(BigInteger value) {
    byte[] bytes = value.toByteArray();
    if (bytes[0] != 0) {
      return bytes;
    }
    byte[] shorter = new byte[bytes.length - 1];
    System.arraycopy(bytes, 1, shorter, 0, shorter.length);
    return shorter;
  }
}
