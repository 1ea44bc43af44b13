package io.lotusflow.manual;

import java.util.List;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * What became of one line of the manual.
 *
 * @param id chapter and number, such as {@code 5.12}
 * @param commands as typed, without {@code lotusflow}
 * @param steps types of activities, as the Temporal UI shows them
 * @param tests simple names of classes
 */
record ManualLine(
    String id, List<String> commands, List<String> steps, List<String> tests, TomlTable words) {

  static ManualLine of(TomlTable table) {
    return new ManualLine(
        table.getString("id"),
        strings(table, "commands"),
        strings(table, "steps"),
        strings(table, "tests"),
        table);
  }

  private static List<String> strings(TomlTable table, String key) {
    TomlArray found = table.getArrayOrEmpty(key);
    return found.toList().stream().map(String.class::cast).toList();
  }

  String chapter() {
    return id.substring(0, id.indexOf('.'));
  }

  /** Empty where the map says nothing. */
  String word(String key) {
    return words.getString(key, () -> "");
  }
}
