package io.lotusflow.car;

import java.math.BigInteger;
import java.util.Arrays;

/** A CID, which can be kept. */
public final class Cid {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private final byte[] bytes;

  private Cid(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The one between two places of these bytes. */
  public static Cid of(byte[] bytes, int from, int end) {
    return new Cid(Arrays.copyOfRange(bytes, from, end));
  }

  /** The end of its digest: as good as the whole where nobody picks blocks to deceive. */
  long key() {
    return Keys.endingAt(bytes, bytes.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cid cid && Arrays.equals(bytes, cid.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** As Lotus writes it: base32, or base58 for version 0. */
  @Override
  public String toString() {
    return bytes.length > 0 && bytes[0] == CidSlice.SHA2_256 ? base58() : 'b' + base32();
  }

  private String base32() {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8) | (b & 0xff);
      for (bits += 8; bits >= 5; bits -= 5) {
        text.append(BASE32.charAt((buffer >> (bits - 5)) & 31));
      }
    }
    return bits == 0
        ? text.toString()
        : text.append(BASE32.charAt((buffer << (5 - bits)) & 31)).toString();
  }

  private String base58() {
    StringBuilder text = new StringBuilder();
    BigInteger rest = new BigInteger(1, bytes);
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(58));
      text.append(BASE58.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return text.reverse().toString();
  }
}
