package io.lotusflow.build;

import io.lotusflow.job.JobKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was built in a work tree, and the binaries that came of it; kept in its {@code .git}.
 *
 * @param what commit, targets and environment of the build
 * @param label the version as the binary prints it
 * @param binaries by name: size and time of change, so that a replaced one is noticed
 */
record BuildStamp(String what, String label, Map<String, String> binaries) {

  /** One line for everything that the binaries depend on. */
  static String what(
      String commit, List<String> targets, Map<String, String> ours, Toolchain go, Toolchain rust) {
    return commit
        + ' '
        + String.join(" ", targets)
        + ' '
        + JobKey.of("build", "environment", new TreeMap<>(ours), go.version(), rust.version())
            .inputs();
  }

  static BuildStamp of(Path tree, String what, String label, List<String> names) {
    Map<String, String> binaries = new TreeMap<>();
    names.forEach(name -> binaries.put(name, traits(tree.resolve(name))));
    return new BuildStamp(what, label, binaries);
  }

  static Optional<BuildStamp> read(Path tree) {
    try {
      Path file = file(tree);
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(file);
      Map<String, String> binaries = new TreeMap<>();
      lines.stream()
          .skip(2)
          .map(line -> line.split("\t", 2))
          .forEach(fields -> binaries.put(fields[0], fields[1]));
      return Optional.of(new BuildStamp(lines.get(0), lines.get(1), binaries));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path tree) {
    List<String> lines = new ArrayList<>(List.of(what, label));
    binaries.forEach((name, traits) -> lines.add(name + '\t' + traits));
    try {
      Files.createDirectories(file(tree).getParent());
      Path draft = Files.write(file(tree).resolveSibling("built.new"), lines);
      Files.move(draft, file(tree), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether those binaries are still there, as they were built. */
  boolean holds(Path tree) {
    return binaries.entrySet().stream()
        .allMatch(binary -> traits(tree.resolve(binary.getKey())).equals(binary.getValue()));
  }

  /** Size and time of change; empty if it is not there. */
  static String traits(Path file) {
    try {
      return Files.isRegularFile(file)
          ? Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis()
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(Path tree) {
    return tree.resolve(".git/lotusflow/built");
  }
}
