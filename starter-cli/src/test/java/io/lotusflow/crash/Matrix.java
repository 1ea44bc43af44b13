package io.lotusflow.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of each step and victim, kept line by line while the cells are run, so that a run that
 * was broken off goes on where it was.
 */
public final class Matrix {

  private static final String OK = "ok";

  private final Path lines;
  private final Path table;

  /** In a folder, under the name of a procedure. */
  public Matrix(Path folder, String procedure) {
    this.lines = folder.resolve("crash-matrix-" + procedure + ".tsv");
    this.table = folder.resolve("crash-matrix-" + procedure + ".md");
  }

  /** Forgets what an earlier run found. */
  public void begin() {
    try {
      Files.deleteIfExists(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isOk(String step, String victim) {
    return OK.equals(cells().getOrDefault(step, Map.of()).get(victim));
  }

  /**
   * Writes a cell and the whole table anew.
   *
   * @param trouble empty if all was well
   */
  public void note(String step, String victim, String trouble) {
    String what = trouble.isEmpty() ? OK : trouble.replaceAll("\\s+", " ");
    try {
      Files.createDirectories(lines.getParent());
      Files.writeString(
          lines,
          String.join("\t", step, victim, what) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      Files.writeString(table, markdown());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A row per step, a column per victim; the newest result of each. */
  public String markdown() {
    Map<String, Map<String, String>> cells = cells();
    List<String> victims =
        cells.values().stream().flatMap(row -> row.keySet().stream()).distinct().sorted().toList();
    StringBuilder text = new StringBuilder("| step | " + String.join(" | ", victims) + " |\n|---");
    text.append("|---".repeat(victims.size())).append("|\n");
    cells.forEach(
        (step, row) -> {
          List<String> line = new ArrayList<>(List.of(step));
          victims.forEach(victim -> line.add(shortened(row.getOrDefault(victim, "–"))));
          text.append("| ").append(String.join(" | ", line)).append(" |\n");
        });
    return text.toString();
  }

  private static String shortened(String what) {
    return what.replace('|', '/').substring(0, Math.min(120, what.length()));
  }

  private Map<String, Map<String, String>> cells() {
    Map<String, Map<String, String>> cells = new LinkedHashMap<>();
    if (!Files.exists(lines)) {
      return cells;
    }
    try {
      for (String line : Files.readAllLines(lines)) {
        String[] cell = line.split("\t", 3);
        cells.computeIfAbsent(cell[0], any -> new LinkedHashMap<>()).put(cell[1], cell[2]);
      }
      return cells;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
