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
  private static final Pattern JWT = Pattern.compile("eyJ[\\w-]{5,}\\.[\\w-]{5,}\\.[\\w-]{10,}");

  /** {@code lotus wallet export}: hex of a JSON object that begins with "Type". */
  private static final Pattern EXPORTED_KEY = Pattern.compile("(?i)7b2254797065[0-9a-f]{20,}");

  /** The same before it was put into hex, as a keystore holds it. */
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("(?i)(\"PrivateKey\"\\s*:\\s*\")[^\"]+");

  /** {@code FULLNODE_API_INFO=token:multiaddr}: the token may have any form. */
  private static final Pattern API_INFO =
      Pattern.compile("(_API_INFO[\"']?\\s*[=:]\\s*[\"']?)[^\\s:\"'/]+(?=:/)");

  /** {@code http://user:password@proxy}. */
  private static final Pattern URL_PASSWORD =
      Pattern.compile("(://[^/\\s:@\"']*:)[^/\\s@\"']+(?=@)");

  /** {@code https://robot/send?access_token=…}. */
  private static final Pattern URL_TOKEN =
      Pattern.compile("(?i)([?&](?:access_token|token|key|secret|sign)=)[^&\\s\"']+");

  /** {@code password = "…"}, but not {@code token_file = "…"}, which only names one. */
  private static final Pattern NAMED =
      Pattern.compile("(?i)((?:password|passphrase|secret|token)[\"']?\\s*[=:]\\s*[\"'])[^\"']+");

  private static final Pattern BEARER = Pattern.compile("(?i)(Bearer\\s+)[\\w.~+/=-]{8,}");

  private Redactor() {}

  public static String redact(String text) {
    String masked = JWT.matcher(text).replaceAll(MASK);
    masked = EXPORTED_KEY.matcher(masked).replaceAll(MASK);
    masked = PRIVATE_KEY.matcher(masked).replaceAll("$1" + MASK);
    masked = API_INFO.matcher(masked).replaceAll("$1" + MASK);
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
