package io.lotusflow.rehearsal.suite.wire;

import java.io.ByteArrayOutputStream;

/**
 * Base32 of RFC 4648 without padding. Addresses and CIDs use the lower-case letters, key file names
 * the upper-case ones.
 */
public final class Base32 {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

  private Base32() {}

  public static String encode(byte[] data) {
    StringBuilder text = new StringBuilder(data.length * 8 / 5 + 1);
    int bits = 0;
    int value = 0;
    for (byte b : data) {
      value = (value << 8) | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(LETTERS.charAt((value >> bits) & 31));
      }
    }
    if (bits > 0) {
      text.append(LETTERS.charAt((value << (5 - bits)) & 31));
    }
    return text.toString();
  }

  /** Takes lower-case letters only; anything else is an {@link IllegalArgumentException}. */
  public static byte[] decode(String text) {
    ByteArrayOutputStream data = new ByteArrayOutputStream(text.length() * 5 / 8);
    int bits = 0;
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int letter = LETTERS.indexOf(text.charAt(i));
      if (letter < 0) {
        throw new IllegalArgumentException("illegal base32 data at input byte " + i);
      }
      value = (value << 5) | letter;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        data.write(value >> bits);
      }
    }
    return data.toByteArray();
  }
}
