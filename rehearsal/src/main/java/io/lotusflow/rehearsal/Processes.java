package io.lotusflow.rehearsal;

import io.lotusflow.rehearsal.site.SiteMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Processes of one rehearsal, known by their command lines: a class of ours and a path of its
 * folder stand in them.
 */
final class Processes {
  private static final String OURS = "io.lotusflow.rehearsal.";

  private final Path folder;
  private final Predicate<String> mainClass;

  private Processes(Path folder, Predicate<String> mainClass) {
    this.folder = folder;
    this.mainClass = mainClass;
  }

  static Processes ofSite(Path folder) {
    return new Processes(folder, SiteMain.class.getName()::equals);
  }

  /** The site, and the programs of the suite that run out of the folder. */
  static Processes of(Path folder) {
    return new Processes(folder, argument -> argument.startsWith(OURS));
  }

  /** Politely first, then by force; returns when all are gone. */
  void end(Duration polite) {
    Instant impatient = Instant.now().plus(polite);
    Instant hopeless = impatient.plus(polite);
    List<ProcessHandle> left = alive();
    left.forEach(ProcessHandle::destroy);
    while (!left.isEmpty()) {
      if (Instant.now().isAfter(hopeless)) {
        throw new RehearsalFailure(
            "processes that do not end, or are started again and again: " + pids(left));
      }
      if (Instant.now().isAfter(impatient)) {
        left.forEach(ProcessHandle::destroyForcibly);
      }
      pause();
      left = alive();
    }
  }

  private List<ProcessHandle> alive() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(handle -> isOurs(handle.pid())).toList();
    }
  }

  private boolean isOurs(long pid) {
    List<String> argv = commandLine(pid);
    return pid != ProcessHandle.current().pid()
        && argv.stream().anyMatch(mainClass)
        && argv.stream()
            .anyMatch(
                argument ->
                    argument.equals(folder.toString()) || argument.startsWith(folder + "/"));
  }

  private static List<String> commandLine(long pid) {
    try {
      Path file = Path.of("/proc", Long.toString(pid), "cmdline");
      return List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0"));
    } catch (IOException goneOrNotOurs) {
      return List.of();
    }
  }

  private static String pids(List<ProcessHandle> handles) {
    return String.join(", ", handles.stream().map(handle -> Long.toString(handle.pid())).toList());
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RehearsalFailure("interrupted", e);
    }
  }
}
