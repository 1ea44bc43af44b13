package io.lotusflow.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The swap that is on, with its priority, as {@code /proc/swaps} lists it. */
record Swaps(Map<Path, Integer> priorities) {

  /** As the manual gives it; more only where others have as much. */
  private static final int USUAL = 50;

  private static final int HIGHEST = 32767;

  static Swaps read(Path file) {
    Map<Path, Integer> priorities = new LinkedHashMap<>();
    try {
      Files.readAllLines(file).stream()
          .skip(1)
          .map(line -> line.strip().split("\\s+", -1))
          .filter(fields -> fields.length >= 5)
          .forEach(
              fields ->
                  priorities.put(
                      Path.of(fields[0].replace("\\040", " ")), Integer.parseInt(fields[4])));
      return new Swaps(priorities);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Integer> priorityOf(Path swap) {
    return Optional.ofNullable(priorities.get(swap));
  }

  /** A priority above all that is on. */
  int above() {
    int highest = priorities.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return Math.min(HIGHEST, Math.max(USUAL, highest + 1));
  }
}
