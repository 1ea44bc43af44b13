package io.lotusflow.process;

import java.util.Collection;
import java.util.regex.Pattern;

/**
 * Masks what must never leave this host as text. The one place that knows what a secret looks like.
 *
 * <p>No pattern begins with a repetition: on a long line that would try each of its places from the
 * start.
 */
public final class Redactor {
  private static final String MASK = "[redacted]";

  /** Three base64url parts of which the first begins as every JSON header does. */
  private static final Pattern JWT = Pattern.compile("eyJ[\\w-]{5,}\\.[\\w-]{5,}\\.[\\w-]{4,}");

  /** {@code lotus wallet export}: hex of a JSON object that begins with "Type". */
  private static final Pattern EXPORTED_KEY = Pattern.compile("(?i)7b2254797065[0-9a-f]{20,}");

  /** The same before it was put into hex, as a keystore holds it. */
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("(?i)(\"PrivateKey\"\\s*:\\s*\")[^\"]+");

  /** {@code FULLNODE_API_INFO=token:multiaddr}: the token may have any form. */
  private static final Pattern API_INFO =
      Pattern.compile("(_API_INFO[\"']?\\s*[=:]\\s*[\"']?)[^\\s:\"'/]+(?=:/)");

  /** {@code https://token@github.com}: services take a token as user, with or without password. */
  private static final Pattern URL_USER = Pattern.compile("(?i)(https?://)[^/\\s@\"'?#]+(?=@)");

  /** {@code socks5://user:password@proxy}. */
  private static final Pattern URL_PASSWORD =
      Pattern.compile("(://[^/\\s:@\"']*:)[^/\\s@\"']+(?=@)");

  /**
   * {@code https://robot/send?access_token=…}, and addresses that a store of objects has signed.
   */
  private static final Pattern URL_TOKEN =
      Pattern.compile(
          "(?i)([?&](?:key|sign|sig|auth|pwd|(?:x-amz|x-goog)-[\\w-]{1,40}"
              + "|[\\w.-]{0,40}(?:token|secret|password|signature|credential|api_?key))=)"
              + "[^&#\\s\"']+");

  /** {@code password = "…"}, but not {@code token_file = "…"}, which only names one. */
  private static final Pattern NAMED =
      Pattern.compile("(?i)((?:password|passphrase|secret|token)[\"']?\\s*[=:]\\s*[\"'])[^\"']+");

  private static final Pattern BEARER = Pattern.compile("(?i)(Bearer\\s+)[\\w.~+/=-]{8,}");

  /** Parts of the names of variables that hold a secret. */
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i)TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|KEY|_API_INFO$");

  /** {@code AWS_SHARED_CREDENTIALS_FILE} says where a secret lies. */
  private static final Pattern NAME_OF_A_PLACE = Pattern.compile("(?i)_(FILE|PATH|DIR)$");

  private Redactor() {}

  /** Whether what a variable of this name holds is to be shown to nobody. */
  public static boolean isSecretName(String variable) {
    return SECRET_NAME.matcher(variable).find() && !NAME_OF_A_PLACE.matcher(variable).find();
  }

  /** Whether {@link #redact(String)} would mask a part of it. */
  public static boolean isSecret(String text) {
    return !redact(text).equals(text);
  }

  public static String redact(String text) {
    String masked = JWT.matcher(text).replaceAll(MASK);
    masked = EXPORTED_KEY.matcher(masked).replaceAll(MASK);
    masked = PRIVATE_KEY.matcher(masked).replaceAll("$1" + MASK);
    masked = API_INFO.matcher(masked).replaceAll("$1" + MASK);
    masked = URL_USER.matcher(masked).replaceAll("$1" + MASK);
    masked = URL_PASSWORD.matcher(masked).replaceAll("$1" + MASK);
    masked = URL_TOKEN.matcher(masked).replaceAll("$1" + MASK);
    masked = NAMED.matcher(masked).replaceAll("$1" + MASK);
    return BEARER.matcher(masked).replaceAll("$1" + MASK);
  }

  /** Masks these values as well, which only their owner knows to be secret. */
  public static String redact(String text, Collection<String> secrets) {
    String masked = text;
    for (String secret : secrets) {
      masked = secret.isBlank() ? masked : masked.replace(secret, MASK);
    }
    return redact(masked);
  }
}
