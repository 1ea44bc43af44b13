package io.lotusflow.temporal;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * One key of AES-256.
 *
 * @param id stands in plain text beside all that the key encrypts
 */
public record PayloadKey(String id, SecretKey secret) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  public PayloadKey {
    if (!isId(id)) {
      throw new IllegalArgumentException("no id of a key: \"" + id + '"');
    }
  }

  /** Letters, digits, {@code . _ -}; at most 64. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** One that nobody has had before. */
  public static PayloadKey random(String id) {
    return new PayloadKey(id, new SecretKeySpec(randomBytes(BYTES), "AES"));
  }

  static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** Reads {@code id = base64}; empty for anything else. */
  static Optional<PayloadKey> parse(String line) {
    String[] parts = line.split("=", 2);
    if (parts.length != 2 || !isId(parts[0].strip())) {
      return Optional.empty();
    }
    try {
      byte[] secret = Base64.getDecoder().decode(parts[1].strip());
      return secret.length == BYTES
          ? Optional.of(new PayloadKey(parts[0].strip(), new SecretKeySpec(secret, "AES")))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** As {@link #parse} reads it. */
  String line() {
    return id + " = " + Base64.getEncoder().encodeToString(secret.getEncoded());
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "PayloadKey[" + id + ']';
  }
}
