package io.lotusflow.job;

import io.lotusflow.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Little programs for jobs to run; each leaves files in its folder that tell what happened. */
record Script(Path folder) {

  /** Counts its starts, then does this. */
  List<String> counting(String script) {
    return List.of("sh", "-c", "cd \"$1\"; echo $$ >>starts; " + script, "sh", folder.toString());
  }

  /** A shell that waits for a child, which waits for a grandchild in a session of its own. */
  List<String> tree() {
    return counting(
        "echo $$ >a.pid; sh -c 'echo $$ >b.pid; setsid sh -c \"echo \\$\\$ >c.pid; sleep 300; true\"; true'; exit 0");
  }

  /** How often it was started. */
  int starts() {
    return lines("starts").size();
  }

  List<String> lines(String file) {
    try {
      Path path = folder.resolve(file);
      return Files.exists(path) ? Files.readAllLines(path) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void touch(String file) {
    try {
      Files.writeString(folder.resolve(file), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String file) {
    return Files.exists(folder.resolve(file));
  }

  /** The process that wrote that file; 0 if none did yet. */
  long pid(String file) {
    return lines(file).stream().mapToLong(Long::parseLong).reduce(0, (first, last) -> last);
  }

  boolean lives(String file) {
    return ProcessId.of(pid(file)).isPresent();
  }

  boolean treeLives() {
    return lives("a.pid") && lives("b.pid") && lives("c.pid");
  }

  boolean treeIsGone() {
    return !lives("a.pid") && !lives("b.pid") && !lives("c.pid");
  }

  /** From outside, as an operator or the kernel would. */
  static void kill9(long pid) {
    if (!ProcessHandle.of(pid).orElseThrow().destroyForcibly()) {
      throw new IllegalStateException("cannot kill " + pid);
    }
  }
}
