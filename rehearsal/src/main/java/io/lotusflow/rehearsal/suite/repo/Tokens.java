package io.lotusflow.rehearsal.suite.repo;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * JSON web tokens of a node: they carry a list of permissions, never expire, and are the same each
 * time they are made.
 */
public final class Tokens {
  private static final String KEY_NAME = "auth-jwt-private";
  private static final String HEADER = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  /** All permissions, weakest first. */
  public static final List<String> ALL = List.of("read", "write", "sign", "admin");

  private final byte[] secret;

  private Tokens(byte[] secret) {
    this.secret = secret;
  }

  /**
   * Opens the repo's secret, making one at first. Returns whether one was made through {@code
   * made}.
   */
  public static Tokens open(Keystore keystore, Runnable made) throws IOException {
    Optional<Keystore.Key> key = keystore.get(KEY_NAME);
    if (key.isPresent()) {
      return new Tokens(key.get().bytes());
    }
    made.run();
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    keystore.put(
        KEY_NAME, new Keystore.Key("jwt-hmac-secret", Base64.getEncoder().encodeToString(secret)));
    return new Tokens(secret);
  }

  public String create(List<String> permissions) {
    String unsigned = HEADER + "." + base64(Json.write(Json.object("Allow", permissions)));
    return unsigned + "." + sign(unsigned);
  }

  /** The token's permissions; none if it is not this node's. */
  public Optional<List<String>> verify(String token) {
    int dot = token.lastIndexOf('.');
    int first = token.indexOf('.');
    if (first < 0 || dot <= first) {
      return Optional.empty();
    }
    byte[] expected = sign(token.substring(0, dot)).getBytes(StandardCharsets.US_ASCII);
    byte[] given = token.substring(dot + 1).getBytes(StandardCharsets.US_ASCII);
    if (!MessageDigest.isEqual(expected, given)) {
      return Optional.empty();
    }
    String payload =
        new String(
            Base64.getUrlDecoder().decode(token.substring(first + 1, dot)), StandardCharsets.UTF_8);
    List<String> permissions = new ArrayList<>();
    for (Object permission : Json.asList(Json.asObject(Json.parse(payload)).get("Allow"))) {
      permissions.add(Json.asText(permission));
    }
    return Optional.of(permissions);
  }

  /** The permission and all below it. */
  public static List<String> upTo(String permission) {
    return ALL.subList(0, ALL.indexOf(permission) + 1);
  }

  private String sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
