package io.lotusflow.lotus;

import java.math.BigInteger;
import java.util.Arrays;

/** A libp2p peer id in base58, such as {@code 12D3KooW…} or {@code Qm…}: a multihash of its key. */
public final class PeerId {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(58);
  private static final int IDENTITY = 0x00;
  private static final int SHA2_256 = 0x12;

  private PeerId() {}

  /**
   * Its bytes, as the chain keeps them.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static byte[] bytes(String text) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        throw new IllegalArgumentException("'" + text.charAt(i) + "' is not of base58");
      }
      number = number.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    int zeros = text.length() - text.replaceFirst("^1+", "").length();
    byte[] magnitude = number.toByteArray();
    int sign = magnitude[0] == 0 && magnitude.length > 1 ? 1 : 0;
    byte[] bytes = new byte[zeros + magnitude.length - sign];
    System.arraycopy(magnitude, sign, bytes, zeros, magnitude.length - sign);
    requireMultihash(bytes);
    return bytes;
  }

  /** Kind, length, and so many bytes. */
  private static void requireMultihash(byte[] bytes) {
    boolean known = bytes.length > 2 && (bytes[0] == IDENTITY || bytes[0] == SHA2_256);
    if (!known || bytes[1] != bytes.length - 2) {
      throw new IllegalArgumentException(
          "no peer id: its %d bytes begin with %s"
              .formatted(
                  bytes.length, Arrays.toString(Arrays.copyOf(bytes, Math.min(2, bytes.length)))));
    }
  }
}
