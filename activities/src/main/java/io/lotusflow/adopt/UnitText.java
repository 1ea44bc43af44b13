package io.lotusflow.adopt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The section {@code [Service]} of a unit and its drop-ins, as far as one needs it to know what
 * runs. An empty value takes all earlier ones of its key away.
 */
final class UnitText {
  private static final String SECTION = "[Service]";

  private final String name;
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  /**
   * @param name of the unit, without {@code .service}: for {@code %n} and {@code %i}
   */
  UnitText(String name) {
    this.name = name;
  }

  void add(String text) {
    boolean inside = false;
    for (String line : joined(text)) {
      if (line.startsWith("[")) {
        inside = line.equals(SECTION);
      } else if (inside && line.indexOf('=') > 0) {
        put(line.substring(0, line.indexOf('=')).strip(), line.substring(line.indexOf('=') + 1));
      }
    }
  }

  private void put(String key, String value) {
    List<String> all = values.computeIfAbsent(key, unknown -> new ArrayList<>());
    if (value.isBlank()) {
      all.clear();
    } else {
      all.add(value.strip());
    }
  }

  /** What stands last; empty if nothing does. */
  String last(String key) {
    List<String> all = values.getOrDefault(key, List.of());
    return all.isEmpty() ? "" : specified(all.get(all.size() - 1));
  }

  List<String> all(String key) {
    return values.getOrDefault(key, List.of()).stream().map(this::specified).toList();
  }

  /** The program and its arguments, without the signs that may stand before it. */
  List<String> command() {
    List<String> words = new ArrayList<>();
    words(last("ExecStart")).forEach(word -> words.add(word.replace("$$", "$")));
    if (!words.isEmpty()) {
      words.set(0, words.get(0).replaceFirst("^[-@:+!|]+", ""));
    }
    return words;
  }

  private String specified(String value) {
    int at = name.indexOf('@');
    String prefix = at < 0 ? name : name.substring(0, at);
    String instance = at < 0 ? "" : name.substring(at + 1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      boolean percent = value.charAt(i) == '%' && i + 1 < value.length();
      text.append(
          !percent
              ? String.valueOf(value.charAt(i))
              : switch (value.charAt(++i)) {
                case '%' -> "%";
                case 'i', 'I' -> instance;
                case 'p', 'P' -> prefix;
                case 'n' -> name + ".service";
                case 'N' -> name;
                default -> "%" + value.charAt(i);
              });
    }
    return text.toString();
  }

  /** Lines, those put together that end with a backslash; without comments. */
  private static List<String> joined(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String line : text.lines().toList()) {
      String bare = line.strip();
      if (bare.startsWith("#") || bare.startsWith(";")) {
        continue;
      }
      if (bare.endsWith("\\")) {
        open.append(bare, 0, bare.length() - 1).append(' ');
      } else {
        lines.add(open.append(bare).toString());
        open.setLength(0);
      }
    }
    return lines;
  }

  /**
   * Split at spaces, as systemd does it: quotes hold together, a backslash takes the next as is.
   */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean open = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '\\' && i + 1 < text.length()) {
        word.append(meant(text.charAt(++i)));
        open = true;
      } else if (quote != 0 ? letter == quote : letter == '"' || letter == '\'') {
        quote = quote == 0 ? letter : 0;
        open = true;
      } else if (quote == 0 && Character.isWhitespace(letter)) {
        if (open) {
          words.add(word.toString());
        }
        word.setLength(0);
        open = false;
      } else {
        word.append(letter);
        open = true;
      }
    }
    if (open) {
      words.add(word.toString());
    }
    return words;
  }

  private static char meant(char escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 's' -> ' ';
      default -> escaped;
    };
  }
}
