package io.lotusflow.rehearsal.suite.wire;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as plain Java values: maps, lists, strings, {@link Long} (or {@link BigDecimal} for what is
 * no long), booleans, null. What is written has Go's escapes ({@code <}, {@code >} and {@code &} as
 * {@code \}{@code u003c}…), so that bodies equal Lotus'.
 */
public final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** The text is no JSON. */
  public static final class ParseException extends RuntimeException {
    ParseException(String message) {
      super(message);
    }
  }

  public static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.space();
    if (json.at != text.length()) {
      throw json.unexpected();
    }
    return value;
  }

  /** An object of the keys and values given in turn, in that order. */
  public static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return object;
  }

  public static Map<String, Object> asObject(Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        object.put(String.valueOf(entry.getKey()), entry.getValue());
      }
    }
    return object;
  }

  public static List<Object> asList(Object value) {
    return value instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
  }

  public static long asLong(Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  public static String asText(Object value) {
    return value == null ? "" : String.valueOf(value);
  }

  public static Map<String, Object> link(Cid cid) {
    return object("/", cid.toString());
  }

  public static Cid asCid(Object value) {
    return Cid.parse(asText(asObject(value).get("/")));
  }

  public static String write(Object value) {
    StringBuilder out = new StringBuilder(256);
    write(out, value, "");
    return out.toString();
  }

  /** With two spaces per level, as Go's MarshalIndent writes files. */
  public static String pretty(Object value) {
    StringBuilder out = new StringBuilder(256);
    write(out, value, "\n");
    return out.toString();
  }

  /** The line break carries the indentation; empty means all on one line. */
  private static void write(StringBuilder out, Object value, String lineBreak) {
    if (value instanceof Map<?, ?> map) {
      writeObject(out, map, lineBreak);
    } else if (value instanceof List<?> list) {
      writeList(out, list, lineBreak);
    } else if (value instanceof Number || value instanceof Boolean || value == null) {
      out.append(value);
    } else if (value instanceof Cid cid) {
      write(out, link(cid), lineBreak);
    } else {
      quote(out, value.toString());
    }
  }

  private static void writeObject(StringBuilder out, Map<?, ?> map, String lineBreak) {
    String inner = lineBreak.isEmpty() ? "" : lineBreak + "  ";
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator).append(inner);
      quote(out, String.valueOf(entry.getKey()));
      out.append(lineBreak.isEmpty() ? ":" : ": ");
      write(out, entry.getValue(), inner);
      separator = ",";
    }
    out.append(map.isEmpty() ? "" : lineBreak).append('}');
  }

  private static void writeList(StringBuilder out, List<?> list, String lineBreak) {
    String inner = lineBreak.isEmpty() ? "" : lineBreak + "  ";
    out.append('[');
    String separator = "";
    for (Object element : list) {
      out.append(separator).append(inner);
      write(out, element, inner);
      separator = ",";
    }
    out.append(list.isEmpty() ? "" : lineBreak).append(']');
  }

  private static void quote(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '<', '>', '&' -> escape(out, c);
        default -> {
          if (c < 0x20) {
            escape(out, c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static void escape(StringBuilder out, char c) {
    out.append("\\u00")
        .append(Character.forDigit(c >> 4, 16))
        .append(Character.forDigit(c & 15, 16));
  }

  private Object value() {
    space();
    if (at >= text.length()) {
      throw unexpected();
    }
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> objectValue();
      case '[' -> listValue();
      case '"' -> stringValue();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> numberValue();
    };
  }

  private Map<String, Object> objectValue() {
    Map<String, Object> object = new LinkedHashMap<>();
    at++;
    if (skip('}')) {
      return object;
    }
    do {
      space();
      if (at >= text.length() || text.charAt(at) != '"') {
        throw unexpected();
      }
      String key = stringValue();
      if (!skip(':')) {
        throw unexpected();
      }
      object.put(key, value());
    } while (skip(','));
    if (!skip('}')) {
      throw unexpected();
    }
    return object;
  }

  private List<Object> listValue() {
    List<Object> list = new ArrayList<>();
    at++;
    if (skip(']')) {
      return list;
    }
    do {
      list.add(value());
    } while (skip(','));
    if (!skip(']')) {
      throw unexpected();
    }
    return list;
  }

  private String stringValue() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      value.append(c == '\\' ? escaped() : c);
    }
    throw unexpected();
  }

  private char escaped() {
    if (at >= text.length()) {
      throw unexpected();
    }
    char c = text.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      default -> c;
    };
  }

  private char unicode() {
    if (at + 4 > text.length()) {
      throw unexpected();
    }
    try {
      char c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
      at += 4;
      return c;
    } catch (NumberFormatException e) {
      throw unexpected();
    }
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw unexpected();
    }
    at += word.length();
    return value;
  }

  private Object numberValue() {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(from, at);
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException noLong) {
      try {
        return new BigDecimal(digits);
      } catch (NumberFormatException e) {
        at = from;
        throw unexpected();
      }
    }
  }

  private boolean skip(char wanted) {
    space();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void space() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
  }

  private ParseException unexpected() {
    return at >= text.length()
        ? new ParseException("unexpected end of JSON input")
        : new ParseException("invalid character '" + text.charAt(at) + "' at " + at);
  }
}
