package io.lotusflow.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * The text of a TOML file, and how keys are set in it. Sections and keys match whatever their case,
 * as in Lotus.
 */
public final class TomlText {
  private static final Pattern HEADER = Pattern.compile("\\s*\\[\\s*([^\\[\\]]+?)\\s*]\\s*(#.*)?");
  private static final Pattern ARRAY_HEADER = Pattern.compile("\\s*\\[\\[.*");
  private static final Pattern ENTRY =
      Pattern.compile("(\\s*)([A-Za-z0-9_.\" -]+?)(\\s*=\\s*)(.*)", Pattern.DOTALL);
  private static final Pattern COMMENTED =
      Pattern.compile("(\\s*)#(\\s*)([A-Za-z0-9_-]+)(\\s*=\\s*)(\\S.*)");

  private final List<String> lines;

  private TomlText(List<String> lines) {
    this.lines = lines;
  }

  /**
   * The text with every setting in it.
   *
   * @throws IllegalArgumentException if the text is not TOML
   * @throws IllegalStateException naming the setting that cannot be set without changing more
   */
  public static String with(String text, List<Setting> settings) {
    Map<String, Object> before = values(text);
    List<Setting> missing = settings.stream().filter(setting -> !holds(before, setting)).toList();
    if (missing.isEmpty()) {
      return text;
    }
    TomlText edited = new TomlText(logicalLines(text));
    missing.forEach(edited::set);
    String after = String.join("", edited.lines);
    check(before, after, settings);
    return after;
  }

  /** Whether the keys in a text have these values; an absent text has none. */
  public static boolean holds(Map<String, Object> values, Setting setting) {
    String path = path(setting.section(), setting.key());
    List<Object> found =
        values.entrySet().stream()
            .filter(entry -> entry.getKey().equalsIgnoreCase(path))
            .map(Map.Entry::getValue)
            .toList();
    return !found.isEmpty() && found.stream().allMatch(setting.value()::equals);
  }

  /** Every live value by its path; arrays as lists. */
  public static Map<String, Object> values(String text) {
    TomlParseResult parsed = Toml.parse(text);
    if (parsed.hasErrors()) {
      throw new IllegalArgumentException(parsed.errors().get(0).toString());
    }
    Map<String, Object> values = new TreeMap<>();
    collect(values, "", parsed);
    return values;
  }

  /** Every key of a default file, live or commented out, and every section, as lower-case paths. */
  static Set<String> knownKeys(String defaults) {
    return named(defaults).stream()
        .map(
            line ->
                line.isSection()
                    ? line.section().toLowerCase(Locale.ROOT)
                    : path(line.section(), line.key()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** As {@link #knownKeys}, as they are written and with their values, in the file's order. */
  static List<Setting> standards(String defaults) {
    return named(defaults).stream()
        .filter(line -> !line.isSection())
        .flatMap(line -> standard(line.section(), line.key(), line.value()).stream())
        .toList();
  }

  /** What a line of a default file names; a header has no key. */
  private record Named(String section, String key, String value) {
    boolean isSection() {
      return key.isEmpty();
    }
  }

  private static List<Named> named(String defaults) {
    List<Named> named = new ArrayList<>();
    String section = "";
    for (String line : logicalLines(defaults)) {
      Matcher header = HEADER.matcher(line.strip());
      Matcher entry = ENTRY.matcher(line);
      Matcher commented = COMMENTED.matcher(line.stripTrailing());
      if (header.matches()) {
        section = header.group(1);
        named.add(new Named(section, "", ""));
      } else if (commented.matches()) {
        named.add(new Named(section, commented.group(3), commented.group(5)));
      } else if (!isComment(line) && entry.matches()) {
        named.add(new Named(section, entry.group(2), entry.group(4)));
      }
    }
    return named;
  }

  /** Empty for prose that looks like a key. */
  private static Optional<Setting> standard(String section, String key, String value) {
    try {
      return values("x = " + value).values().stream()
          .findFirst()
          .map(standard -> new Setting(section, key, standard));
    } catch (IllegalArgumentException prose) {
      return Optional.empty();
    }
  }

  private static void collect(Map<String, Object> values, String prefix, TomlTable table) {
    for (String key : table.keySet()) {
      String path = prefix.isEmpty() ? key : prefix + '.' + key;
      Object value = table.get(List.of(key));
      if (value instanceof TomlTable inner) {
        collect(values, path, inner);
      } else if (value != null) {
        values.put(path, plain(value));
      }
    }
  }

  /** Lists and maps in place of the parser's own, which are never equal to one another. */
  private static Object plain(Object value) {
    if (value instanceof TomlArray array) {
      return array.toList().stream().map(TomlText::plain).toList();
    }
    if (value instanceof TomlTable table) {
      Map<String, Object> inner = new TreeMap<>();
      collect(inner, "", table);
      return inner;
    }
    return value;
  }

  private static String path(String section, String key) {
    String path = section.isEmpty() ? key : section + '.' + key;
    return path.replace("\"", "").replace(" ", "").toLowerCase(Locale.ROOT);
  }

  private void set(Setting setting) {
    if (!replaceLive(setting) && !replaceCommented(setting) && !insert(setting)) {
      append(setting);
    }
  }

  /** All keys that differ only by their case: Lotus might read any of them. */
  private boolean replaceLive(Setting setting) {
    boolean found = false;
    String section = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Optional<String> header = header(line);
      if (header.isPresent()) {
        section = header.get();
        continue;
      }
      Matcher entry = ENTRY.matcher(line);
      if (!isComment(line)
          && entry.matches()
          && path(section, entry.group(2)).equals(path(setting.section(), setting.key()))) {
        String value = entry.group(4);
        String rest = value.substring(ValueEnd.of(value));
        lines.set(i, entry.group(1) + entry.group(2) + entry.group(3) + setting.written() + rest);
        found = true;
      }
    }
    return found;
  }

  private boolean replaceCommented(Setting setting) {
    String section = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Optional<String> header = header(line);
      section = header.orElse(section);
      Matcher commented = COMMENTED.matcher(line.stripTrailing());
      if (commented.matches()
          && path(section, commented.group(3)).equals(path(setting.section(), setting.key()))
          && isWhole(commented.group(5))) {
        String live =
            commented.group(1)
                + commented.group(2)
                + commented.group(3)
                + commented.group(4)
                + setting.written();
        lines.set(i, live + lineEnd(line));
        return true;
      }
    }
    return false;
  }

  private boolean insert(Setting setting) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (header(line)
          .filter(name -> path(name, "").equals(path(setting.section(), "")))
          .isPresent()) {
        endLine(i);
        String indent = line.substring(0, line.indexOf('['));
        lines.add(i + 1, indent + "  " + setting.key() + " = " + setting.written() + "\n");
        return true;
      }
    }
    return false;
  }

  private void append(Setting setting) {
    if (!lines.isEmpty()) {
      endLine(lines.size() - 1);
      lines.add("\n");
    }
    lines.add("[" + setting.section() + "]\n");
    lines.add("  " + setting.key() + " = " + setting.written() + "\n");
  }

  private void endLine(int index) {
    if (lineEnd(lines.get(index)).isEmpty()) {
      lines.set(index, lines.get(index) + "\n");
    }
  }

  private static void check(Map<String, Object> before, String after, List<Setting> settings) {
    Map<String, Object> values;
    try {
      values = values(after);
    } catch (IllegalArgumentException broken) {
      throw new IllegalStateException(settings.get(0).toString(), broken);
    }
    Map<String, Object> others = new TreeMap<>(before);
    for (Setting setting : settings) {
      if (!holds(values, setting)) {
        throw new IllegalStateException(setting.toString());
      }
      String path = path(setting.section(), setting.key());
      values.keySet().removeIf(key -> key.equalsIgnoreCase(path));
      others.keySet().removeIf(key -> key.equalsIgnoreCase(path));
    }
    if (!values.equals(others)) {
      throw new IllegalStateException(settings.get(0).toString());
    }
  }

  private static boolean isWhole(String value) {
    return !Toml.parse("value = " + value).hasErrors();
  }

  private static boolean isComment(String line) {
    return line.stripLeading().startsWith("#");
  }

  /**
   * The name of the section that a line opens; a name nobody asks for if it opens a list of them.
   */
  private static Optional<String> header(String line) {
    if (ARRAY_HEADER.matcher(line.strip()).matches()) {
      return Optional.of("[[]]");
    }
    Matcher header = HEADER.matcher(line.strip());
    return header.matches() ? Optional.of(header.group(1)) : Optional.empty();
  }

  private static String lineEnd(String line) {
    return line.endsWith("\r\n") ? "\r\n" : line.endsWith("\n") ? "\n" : "";
  }

  /** Lines with their ends; a value that goes on over several lines stays in one piece. */
  private static List<String> logicalLines(String text) {
    List<String> lines = new ArrayList<>();
    int begin = 0;
    while (begin < text.length()) {
      int end = endOfLine(text, begin);
      Matcher entry = ENTRY.matcher(text.substring(begin, end));
      boolean plain =
          isComment(text.substring(begin, end)) || header(text.substring(begin, end)).isPresent();
      if (!plain && entry.matches()) {
        int value = begin + entry.start(4);
        end = endOfLine(text, value + ValueEnd.of(text.substring(value)));
      }
      lines.add(text.substring(begin, end));
      begin = end;
    }
    return lines;
  }

  private static int endOfLine(String text, int from) {
    int newline = text.indexOf('\n', from);
    return newline < 0 ? text.length() : newline + 1;
  }
}
