package io.lotusflow.lotus;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * A Filecoin address with its checksum checked.
 *
 * @param text as given, such as {@code f01234} or {@code t3…}
 */
public record FilAddress(String text) {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int CHECKSUM = 4;

  /** How an address is made. */
  public enum Kind {
    ID(0, 0),
    SECP256K1(1, 20),
    ACTOR(2, 20),
    BLS(3, 48),
    DELEGATED(4, -1);

    private final int protocol;
    private final int payload;

    Kind(int protocol, int payload) {
      this.protocol = protocol;
      this.payload = payload;
    }
  }

  public FilAddress {
    wrongWith(text)
        .ifPresent(
            wrong -> {
              throw new IllegalArgumentException(wrong);
            });
  }

  /** What is wrong with a text that should be an address; empty if nothing. */
  public static Optional<String> wrongWith(String text) {
    if (!text.matches("[ft][0-4][a-z0-9]+")) {
      return Optional.of("not a Filecoin address: \"" + text + '"');
    }
    Kind kind = Kind.values()[text.charAt(1) - '0'];
    String body = text.substring(2);
    return switch (kind) {
      case ID ->
          body.matches("\\d{1,19}")
              ? Optional.empty()
              : Optional.of("an id address has digits only: \"" + text + '"');
      case DELEGATED ->
          body.matches("\\d+f[a-z2-7]+")
              ? Optional.empty()
              : Optional.of("not a delegated address: \"" + text + '"');
      default -> wrongChecksum(kind, body, text);
    };
  }

  /** As in CBOR: the protocol, then what identifies it. */
  public byte[] bytes() {
    String body = text.substring(2);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(kind().protocol);
    switch (kind()) {
      case ID -> Varint.write(Long.parseUnsignedLong(body), bytes);
      case DELEGATED -> {
        int f = body.indexOf('f');
        Varint.write(Long.parseUnsignedLong(body.substring(0, f)), bytes);
        bytes.writeBytes(withoutChecksum(body.substring(f + 1)));
      }
      default -> bytes.writeBytes(withoutChecksum(body));
    }
    return bytes.toByteArray();
  }

  private static byte[] withoutChecksum(String base32) {
    byte[] decoded = base32(base32);
    return Arrays.copyOf(decoded, decoded.length - CHECKSUM);
  }

  public Kind kind() {
    return Kind.values()[text.charAt(1) - '0'];
  }

  public boolean isBls() {
    return kind() == Kind.BLS;
  }

  /** {@code f} on networks whose coins are worth money, {@code t} elsewhere. */
  public char network() {
    return text.charAt(0);
  }

  /** The same actor or key, whichever network letter a version prints. */
  public boolean sameAs(String other) {
    return !other.isEmpty() && text.substring(1).equals(other.substring(1));
  }

  @Override
  public String toString() {
    return text;
  }

  private static Optional<String> wrongChecksum(Kind kind, String body, String text) {
    byte[] decoded;
    try {
      decoded = base32(body);
    } catch (IllegalArgumentException e) {
      return Optional.of("not a Filecoin address: \"" + text + "\" (" + e.getMessage() + ')');
    }
    if (decoded.length != kind.payload + CHECKSUM) {
      return Optional.of(
          "a %s address has %d bytes, this has %d: \"%s\""
              .formatted(
                  kind.name().toLowerCase(Locale.ROOT),
                  kind.payload + CHECKSUM,
                  decoded.length,
                  text));
    }
    byte[] payload = Arrays.copyOf(decoded, kind.payload);
    byte[] checksum = Arrays.copyOfRange(decoded, kind.payload, decoded.length);
    return Arrays.equals(checksum, checksum(kind, payload))
        ? Optional.empty()
        : Optional.of("mistyped address, its checksum does not fit: \"" + text + '"');
  }

  private static byte[] checksum(Kind kind, byte[] payload) {
    Blake2bDigest blake = new Blake2bDigest(CHECKSUM * 8);
    blake.update((byte) kind.protocol);
    blake.update(payload, 0, payload.length);
    byte[] sum = new byte[CHECKSUM];
    blake.doFinal(sum, 0);
    return sum;
  }

  private static byte[] base32(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      int five = ALPHABET.indexOf(letter);
      if (five < 0) {
        throw new IllegalArgumentException("'" + letter + "' is not of base32");
      }
      buffer = (buffer << 5) | five;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.write(buffer >> bits);
        buffer &= (1 << bits) - 1;
      }
    }
    if (buffer != 0) {
      throw new IllegalArgumentException("mistyped at its end");
    }
    return bytes.toByteArray();
  }
}
