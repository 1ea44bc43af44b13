package io.lotusflow.rehearsal;

import io.lotusflow.rehearsal.site.SiteMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The site's own process: in a session of its own, so that it outlives who started it. */
final class SiteProcess {
  private static final String HEAP = "-Xmx96m";
  private static final String OURS = "io.lotusflow.rehearsal.";

  private final Process process;
  private final Path log;

  private SiteProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static SiteProcess start(Path folder, Duration blockDelay) {
    Path log = folder.resolve("site.log");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> argv =
        List.of(
            "setsid",
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            HEAP,
            "-cp",
            System.getProperty("java.class.path"),
            SiteMain.class.getName(),
            folder.toString(),
            Long.toString(blockDelay.toMillis()));
    try {
      Process process =
          new ProcessBuilder(argv)
              .directory(folder.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new SiteProcess(process, log);
    } catch (IOException e) {
      throw new RehearsalFailure("cannot start the rehearsal network: " + e.getMessage(), e);
    }
  }

  /** Ends with 0 if another start was faster. */
  boolean failed() {
    return !process.isAlive() && process.exitValue() != 0;
  }

  Path log() {
    return log;
  }

  String lastWords() {
    try {
      return Files.readString(log).strip() + " (" + log + ")";
    } catch (IOException e) {
      return "see " + log;
    }
  }

  /**
   * Ends what runs of this rehearsal: the site, and programs of the suite started out of the folder
   * that their services have left behind. Politely first; returns when all are gone.
   */
  static void endAll(Path folder, Duration polite) {
    Instant patience = Instant.now().plus(polite);
    List<ProcessHandle> left = of(folder);
    left.forEach(ProcessHandle::destroy);
    while (!left.isEmpty()) {
      if (Instant.now().isAfter(patience)) {
        left.forEach(ProcessHandle::destroyForcibly);
      }
      sleep();
      left = of(folder);
    }
  }

  private static List<ProcessHandle> of(Path folder) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(handle -> isOurs(handle.pid(), folder)).toList();
    }
  }

  /**
   * A Java process with one of our classes as an argument, and with our folder or something in it
   * as another.
   */
  private static boolean isOurs(long pid, Path folder) {
    List<String> argv = commandLine(pid);
    return pid != ProcessHandle.current().pid()
        && argv.stream().anyMatch(argument -> argument.startsWith(OURS))
        && argv.stream()
            .anyMatch(
                argument ->
                    argument.equals(folder.toString()) || argument.startsWith(folder + "/"));
  }

  private static List<String> commandLine(long pid) {
    try {
      String line =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
      return List.of(line.split("\0"));
    } catch (IOException goneOrNotOurs) {
      return List.of();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RehearsalFailure("interrupted", e);
    }
  }
}
