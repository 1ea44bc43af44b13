package io.lotusflow.settings;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A settings file while it is read. What the readers ask for is what is valid: each remembers its
 * keys here, in order and with the default, so the list of keys stands nowhere a second time.
 */
final class Document {

  /** The keys above the first table. */
  static final String TOP = "";

  private static final TomlPosition START = TomlPosition.positionAt(1, 1);

  private final TomlParseResult toml;
  private final Problems problems;
  private final Map<String, Map<String, Object>> known = new LinkedHashMap<>();

  Document(String content, Problems problems) {
    this.toml = Toml.parse(content);
    this.problems = problems;
    toml.errors()
        .forEach(
            error ->
                problems.refuse(error.position(), "", new Refused("not-toml", error.getMessage())));
  }

  /** With nothing in it: every key has its default. */
  static Document empty() {
    return new Document("", new Problems(Path.of("empty.toml"), Language.ENGLISH));
  }

  /** Table by table, the keys read so far with their defaults, as they stand in TOML. */
  Map<String, Map<String, Object>> known() {
    return known;
  }

  Table top() {
    return new Table(this, TOP, Optional.of(toml), START);
  }

  Table table(String name) {
    Object found = toml.get(List.of(name));
    TomlPosition at = position(name);
    if (found != null && !(found instanceof TomlTable)) {
      problems.refuse(at, name, new Refused("not-table", name));
    }
    return new Table(
        this, name, found instanceof TomlTable table ? Optional.of(table) : Optional.empty(), at);
  }

  /** The tables written {@code [[name]]}. */
  List<Table> tables(String name) {
    Object found = toml.get(List.of(name));
    if (found == null) {
      return List.of();
    }
    if (!(found instanceof TomlArray array)
        || !array.toList().stream().allMatch(TomlTable.class::isInstance)) {
      problems.refuse(position(name), name, new Refused("not-tables", name));
      return List.of();
    }
    List<Table> tables = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      String shown = name + '[' + (i + 1) + ']';
      tables.add(new Table(this, shown, Optional.of(array.getTable(i)), array.inputPositionOf(i)));
    }
    return tables;
  }

  /** Makes the keys of a table known that may not be there at all. */
  void learn(String name, Consumer<Table> reader) {
    Document aside = empty();
    reader.accept(aside.table(name));
    known.put(name, aside.known.get(name));
  }

  Problems problems() {
    return problems;
  }

  boolean wellFormed() {
    return !toml.hasErrors();
  }

  void remember(String table, String key, Object fallback) {
    known.computeIfAbsent(bare(table), name -> new LinkedHashMap<>()).putIfAbsent(key, fallback);
  }

  /** Reports what nobody asked for; to be called when all is read. */
  void refuseUnknown() {
    Set<String> keys = known.getOrDefault(TOP, Map.of()).keySet();
    for (String name : toml.keySet()) {
      if (known.containsKey(name)) {
        tablesNamed(name).forEach(this::refuseUnknownIn);
      } else if (!keys.contains(name)) {
        boolean isTable = toml.get(List.of(name)) instanceof TomlTable;
        Optional<String> nearest = isTable ? Nearest.to(name, known.keySet()) : nearest(TOP, name);
        problems.refuse(
            position(name),
            name,
            new Refused(isTable ? "unknown-table" : "unknown-key", nearest, name));
      }
    }
  }

  private List<Table> tablesNamed(String name) {
    return toml.get(List.of(name)) instanceof TomlArray ? tables(name) : List.of(table(name));
  }

  private void refuseUnknownIn(Table table) {
    Set<String> keys = known.get(bare(table.name())).keySet();
    for (String key : table.keys()) {
      if (!keys.contains(key)) {
        table.refuse(key, new Refused("unknown-key", nearest(bare(table.name()), key), key));
      }
    }
  }

  /** In its own table first, then the same key in another table. */
  private Optional<String> nearest(String table, String key) {
    Optional<String> elsewhere =
        known.entrySet().stream()
            .filter(other -> other.getValue().containsKey(key))
            .map(other -> other.getKey().isEmpty() ? key : other.getKey() + '.' + key)
            .findFirst();
    return elsewhere.or(
        () -> Nearest.to(key, new TreeSet<>(known.getOrDefault(table, Map.of()).keySet())));
  }

  private TomlPosition position(String name) {
    TomlPosition at = toml.inputPositionOf(List.of(name));
    return at == null ? START : at;
  }

  private static String bare(String table) {
    int bracket = table.indexOf('[');
    return bracket < 0 ? table : table.substring(0, bracket);
  }
}
