package io.lotusflow.settings;

import static java.util.stream.Collectors.joining;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.messages.Nearest;
import io.lotusflow.storage.StoragePath;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A {@code lotusflow.toml} with all keys that there are, each with its meaning as a comment. The
 * keys and their defaults are the reader's own.
 */
public final class SettingsTemplate {

  private static final String STORAGE = "storage";
  private static final Map<String, Map<String, Object>> KEYS = SettingsReader.keys();

  private final Map<String, Object> values;
  private final List<StoragePath> storage;

  private SettingsTemplate(Map<String, Object> values, List<StoragePath> storage) {
    this.values = values;
    this.storage = storage;
  }

  /** With every default; name and network as in the example. */
  public static SettingsTemplate ofDefaults() {
    return new SettingsTemplate(Map.of(), List.of());
  }

  /** Every key but those of {@code [[storage]]}, such as {@code daemon.api}. */
  public static List<String> keys() {
    return KEYS.keySet().stream()
        .filter(table -> !table.equals(STORAGE))
        .flatMap(table -> KEYS.get(table).keySet().stream().map(key -> qualified(table, key)))
        .toList();
  }

  /**
   * Refuses keys that do not exist, given on a command line.
   *
   * @param option by which they were given; named in the problems in the file's place
   */
  public static void refuseUnknown(Collection<String> keys, String option, Language language)
      throws BadSettings {
    Set<String> known = new TreeSet<>(keys());
    Problems problems = new Problems(Path.of(option), language);
    keys.stream()
        .filter(key -> !known.contains(key))
        .map(key -> new Refused("unknown-key", Nearest.to(key, known), key))
        .forEach(why -> problems.refuse(TomlPosition.positionAt(1, 1), "", why));
    if (!problems.errors().isEmpty()) {
      throw new BadSettings(problems.errors());
    }
  }

  /**
   * With another value, as it is written on a command line: texts without quotes, lists separated
   * by commas or as in TOML. What makes no sense is for the reader to refuse.
   *
   * @throws IllegalArgumentException if there is no such key
   */
  public SettingsTemplate with(String key, String written) {
    Map<String, Object> more = new TreeMap<>(values);
    more.put(key, meant(fallback(key), written.strip()));
    return new SettingsTemplate(more, storage);
  }

  public SettingsTemplate withStorage(List<StoragePath> paths) {
    return new SettingsTemplate(values, List.copyOf(paths));
  }

  /** The value of a key as {@link #with} would take it. */
  public String written(String key) {
    Object value = values.getOrDefault(key, fallback(key));
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(joining(","))
        : value.toString();
  }

  /** The whole file. */
  public String text(Language language) {
    Messages help = Messages.in(language, "settings-help");
    StringBuilder text = new StringBuilder();
    comment(text, help.text("file"));
    comment(text, help.text("file.check"));
    KEYS.forEach(
        (table, keys) -> {
          if (table.equals(STORAGE)) {
            storage(text, help);
          } else {
            table(text, table, keys, help);
          }
        });
    return text.toString();
  }

  private void table(StringBuilder text, String table, Map<String, Object> keys, Messages help) {
    text.append('\n');
    if (!table.isEmpty()) {
      comment(text, help.text("table." + table));
      text.append('[').append(table).append("]\n");
    }
    keys.forEach(
        (key, fallback) -> {
          String name = qualified(table, key);
          comment(text, help.text(name));
          line(text, key, values.getOrDefault(name, fallback));
        });
  }

  /** Without a path of its own, as an example that counts for nothing. */
  private void storage(StringBuilder text, Messages help) {
    text.append('\n');
    comment(text, help.text("table.storage"));
    Map<String, Object> keys = KEYS.get(STORAGE);
    keys.keySet().forEach(key -> comment(text, key + ": " + help.text(STORAGE + '.' + key)));
    if (storage.isEmpty()) {
      StringBuilder example = new StringBuilder("[[storage]]\n");
      keys.forEach((key, fallback) -> line(example, key, fallback));
      example.toString().lines().forEach(line -> comment(text, line));
    }
    for (StoragePath path : storage) {
      text.append("[[storage]]\n");
      valuesOf(path).forEach((key, value) -> line(text, key, value));
    }
  }

  private static Map<String, Object> valuesOf(StoragePath path) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("path", path.path());
    values.put("seal", path.seal());
    values.put("store", path.store());
    values.put("weight", (long) path.weight());
    values.put("max_storage", path.maxStorage().map(ByteSize::exact).orElse(""));
    values.put("groups", path.groups());
    values.put("allow_to", path.allowTo());
    return values;
  }

  private static Object fallback(String key) {
    int dot = key.indexOf('.');
    String table = dot < 0 ? Document.TOP : key.substring(0, dot);
    Object fallback = KEYS.getOrDefault(table, Map.of()).get(key.substring(dot + 1));
    if (fallback == null || table.equals(STORAGE)) {
      throw new IllegalArgumentException("there is no key " + key);
    }
    return fallback;
  }

  private static Object meant(Object fallback, String written) {
    if (fallback instanceof String) {
      return written;
    }
    if (fallback instanceof List && !written.startsWith("[")) {
      return written.isEmpty() ? List.of() : List.of(written.split("\\s*,\\s*"));
    }
    Object value = Toml.parse("value = " + written).get(List.of("value"));
    return value == null ? written : value;
  }

  private static void comment(StringBuilder text, String words) {
    text.append("# ").append(words).append('\n');
  }

  private static void line(StringBuilder text, String key, Object value) {
    text.append(key).append(" = ").append(literal(value)).append('\n');
  }

  /** As it stands in TOML. */
  public static String literal(Object value) {
    if (value instanceof String string) {
      return '"' + Toml.tomlEscape(string).toString() + '"';
    }
    if (value instanceof List<?> list) {
      return list.stream().map(SettingsTemplate::literal).collect(joining(", ", "[", "]"));
    }
    if (value instanceof TomlArray array) {
      return literal(array.toList());
    }
    if (value instanceof TomlTable table) {
      return literal(table.toMap());
    }
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty()
          ? "{}"
          : map.entrySet().stream()
              .map(entry -> literal(entry.getKey()) + " = " + literal(entry.getValue()))
              .collect(joining(", ", "{ ", " }"));
    }
    return value.toString();
  }

  static String qualified(String table, String key) {
    return table.isEmpty() ? key : table + '.' + key;
  }
}
