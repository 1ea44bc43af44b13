package io.lotusflow.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of a settings file. A value that is refused is reported and replaced by the default, so
 * that reading goes on to the next problem.
 */
final class Table {

  private final Document document;
  private final String name;
  private final Optional<TomlTable> toml;
  private final TomlPosition at;

  Table(Document document, String name, Optional<TomlTable> toml, TomlPosition at) {
    this.document = document;
    this.name = name;
    this.toml = toml;
    this.at = at;
  }

  String name() {
    return name;
  }

  Set<String> keys() {
    return toml.map(TomlTable::keySet).orElse(Set.of());
  }

  boolean has(String key) {
    return raw(key).isPresent();
  }

  /** Whether something other than the empty text was written. */
  boolean hasText(String key) {
    return raw(key).filter(value -> !"".equals(value)).isPresent();
  }

  /**
   * The value of a key.
   *
   * @param fallback the default, as it would stand in the file
   */
  <T> T value(String key, Object fallback, Shape<T> shape) {
    document.remember(name, key, fallback);
    return raw(key)
        .flatMap(raw -> taken(shape, raw, position(key), key))
        .orElseGet(() -> shape.read(fallback));
  }

  /** As {@link #value}, but it must be there; the sample stands in while reading goes on. */
  <T> T required(String key, Object sample, Shape<T> shape) {
    if (!has(key) && document.wellFormed()) {
      refuse(key, new Refused("missing", key));
    }
    return value(key, sample, shape);
  }

  <T> List<T> list(String key, List<?> fallback, Shape<T> element) {
    document.remember(name, key, fallback);
    Object raw = raw(key).orElse(fallback);
    if (raw instanceof TomlArray array) {
      return elements(key, array, element);
    }
    if (!(raw instanceof List)) {
      refuse(key, new Refused("not-list"));
    }
    return fallback.stream().map(element::read).toList();
  }

  /** An inline table, or a table of its own, with texts under free names. */
  Map<String, String> texts(String key, Shape<String> text) {
    document.remember(name, key, Map.of());
    Object raw = raw(key).orElse(Map.of());
    if (raw instanceof TomlTable table) {
      return entries(key, table, text);
    }
    if (!(raw instanceof Map)) {
      refuse(key, new Refused("not-map"));
    }
    return Map.of();
  }

  void refuse(String key, Refused why) {
    document.problems().refuse(position(key), qualified(key), why);
  }

  void refuseEntry(String key, String entry, Refused why) {
    document.problems().refuse(entryPosition(key, entry), qualified(key) + '.' + entry, why);
  }

  void warnEntry(String key, String entry, Refused why) {
    document.problems().warn(entryPosition(key, entry), qualified(key) + '.' + entry, why);
  }

  /** Of several of its keys. */
  void warnTable(Refused why) {
    document.problems().warn(at, name, why);
  }

  void warn(String key, Refused why) {
    document.problems().warn(position(key), qualified(key), why);
  }

  private <T> List<T> elements(String key, TomlArray array, Shape<T> element) {
    List<T> values = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      taken(element, array.get(i), array.inputPositionOf(i), key).ifPresent(values::add);
    }
    return List.copyOf(values);
  }

  private Map<String, String> entries(String key, TomlTable table, Shape<String> text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String entry : table.keySet()) {
      Object raw = table.get(List.of(entry));
      taken(text, raw, table.inputPositionOf(List.of(entry)), key + '.' + entry)
          .ifPresent(value -> values.put(entry, value));
    }
    return values;
  }

  private <T> Optional<T> taken(Shape<T> shape, Object raw, TomlPosition where, String key) {
    try {
      return Optional.of(shape.read(raw));
    } catch (Refused why) {
      document.problems().refuse(where, qualified(key), why);
      return Optional.empty();
    }
  }

  private Optional<Object> raw(String key) {
    return toml.map(table -> table.get(List.of(key)));
  }

  private TomlPosition position(String key) {
    return toml.map(table -> table.inputPositionOf(List.of(key))).orElse(at);
  }

  private TomlPosition entryPosition(String key, String entry) {
    return toml.map(table -> table.inputPositionOf(List.of(key, entry))).orElse(position(key));
  }

  private String qualified(String key) {
    return name.isEmpty() ? key : name + '.' + key;
  }
}
