package io.lotusflow.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How often jobs were begun: the highest number among the folders {@code jobs/OWNER/STEP/INPUTS/N}.
 *
 * @param begun by {@code OWNER/STEP/INPUTS}
 */
public record Jobs(Map<String, Integer> begun) {

  static Jobs of(Path state) {
    Map<String, Integer> begun = new TreeMap<>();
    try (Stream<Path> files = Files.find(state.resolve("jobs"), 5, Jobs::isLeader)) {
      files
          .map(Path::getParent)
          .forEach(
              attempt ->
                  begun.merge(
                      state.resolve("jobs").relativize(attempt.getParent()).toString(),
                      Integer.parseInt(attempt.getFileName().toString()),
                      Integer::max));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Jobs(begun);
  }

  private static boolean isLeader(Path file, Object attributes) {
    return file.getFileName().toString().equals("process");
  }

  /** Of one step, such as {@code Build.Compile}; 0 if it has none. */
  public int begunAt(String step) {
    return begun.entrySet().stream()
        .filter(entry -> entry.getKey().contains('/' + step.replace('.', '_') + '-'))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
