package io.lotusflow.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs on the path that they will run with, not on ours. */
public final class Executables {
  private Executables() {}

  /** The file that {@code program} means; as it is if it holds a slash. */
  public static Optional<Path> find(String program, Map<String, String> environment) {
    if (program.contains("/")) {
      return Optional.of(Path.of(program)).filter(Executables::runs);
    }
    return Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(Executables::runs)
        .findFirst();
  }

  private static boolean runs(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
