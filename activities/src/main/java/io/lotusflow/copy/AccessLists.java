package io.lotusflow.copy;

import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * POSIX access lists of files, which Java does not see; {@code ls} and {@code cp} do, wherever
 * files can have any. Without the list, the mode of a file that has one gives its group what only
 * the list's users were to have.
 */
final class AccessLists {
  private static final Duration AT_MOST = Duration.ofMinutes(1);
  private static final int AT_ONCE = 1000;

  /** In {@code -rw-r-----+}. */
  private static final int SIGN = 10;

  private final Programs programs = new Programs();

  /** Those of the files, named within the folder, that have one. */
  Set<Path> among(Path folder, List<Path> files) {
    Set<Path> found = new HashSet<>();
    for (int i = 0; i < files.size(); i += AT_ONCE) {
      found.addAll(ofSome(folder, files.subList(i, Math.min(i + AT_ONCE, files.size()))));
    }
    return found;
  }

  private Set<Path> ofSome(Path folder, List<Path> files) {
    List<String> lines = lines(folder, files);
    Set<Path> found = new HashSet<>();
    if (lines.size() == files.size()) {
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).startsWith("+", SIGN)) {
          found.add(files.get(i));
        }
      }
    } else if (files.size() > 1) {
      // One of them is gone, so nobody knows whose line is whose.
      files.forEach(file -> found.addAll(ofSome(folder, List.of(file))));
    }
    return found;
  }

  /** One for each file, in their order. */
  private List<String> lines(Path folder, List<Path> files) {
    List<String> ls = new ArrayList<>(List.of("ls", "-ldU", "--quoting-style=escape", "--"));
    files.forEach(file -> ls.add(file.toString()));
    Command command = Command.of(AT_MOST, ls).accepting(0, 1, 2).in(folder);
    return programs.run(command).stdout().lines().toList();
  }

  /** Mode and list; the bytes stay. */
  void take(Path like, Path file) {
    programs.run(
        Command.of(
            AT_MOST,
            "cp",
            "--attributes-only",
            "--preserve=mode",
            "--",
            like.toString(),
            file.toString()));
  }
}
