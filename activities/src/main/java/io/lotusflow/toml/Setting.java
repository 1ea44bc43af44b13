package io.lotusflow.toml;

import java.time.Duration;
import java.util.List;

/**
 * One key that we want to have a value.
 *
 * @param section such as {@code API} or {@code Chainstore.Splitstore}
 * @param value a String, Boolean, Long, Double, or a List of Strings
 */
public record Setting(String section, String key, Object value) {

  public static Setting text(String section, String key, String value) {
    return new Setting(section, key, value);
  }

  public static Setting flag(String section, String key, boolean value) {
    return new Setting(section, key, value);
  }

  public static Setting number(String section, String key, long value) {
    return new Setting(section, key, value);
  }

  public static Setting texts(String section, String key, List<String> values) {
    return new Setting(section, key, List.copyOf(values));
  }

  /** A duration as Go writes it: {@code 1h0m0s}. */
  public static Setting duration(String section, String key, Duration value) {
    String hours = value.toHours() > 0 ? value.toHours() + "h" : "";
    String minutes = value.toMinutes() > 0 ? value.toMinutesPart() + "m" : "";
    return new Setting(section, key, hours + minutes + value.toSecondsPart() + "s");
  }

  @Override
  public String toString() {
    return "[" + section + "] " + key + " = " + written();
  }

  /** Section and key, as {@code Fees.MaxCommitBatchGasFee.Base}. */
  public String path() {
    return section.isEmpty() ? key : section + '.' + key;
  }

  /** The value as TOML. */
  public String written() {
    return write(value);
  }

  private static String write(Object value) {
    if (value instanceof String text) {
      return quoted(text);
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(", ", list.stream().map(Setting::write).toList()) + "]";
    }
    if (value instanceof Boolean || value instanceof Long || value instanceof Double) {
      return value.toString();
    }
    throw new IllegalArgumentException("not a TOML value: " + value.getClass());
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      switch (letter) {
        case '"', '\\' -> quoted.append('\\').append(letter);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        default -> {
          if (letter < ' ' || letter == 0x7f) {
            quoted.append("\\u%04x".formatted((int) letter));
          } else {
            quoted.append(letter);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
