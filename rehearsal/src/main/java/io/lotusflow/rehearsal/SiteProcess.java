package io.lotusflow.rehearsal;

import static java.util.stream.Collectors.joining;

import io.lotusflow.rehearsal.site.SiteMain;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The site's own process: in a session of its own, so that it outlives who started it. */
final class SiteProcess {
  private static final String HEAP = "-Xmx96m";

  /** Nothing else of the caller's environment concerns it, least of all what is secret in there. */
  private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "LANG", "TZ", "TMPDIR");

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
            classPath(),
            SiteMain.class.getName(),
            folder.toString(),
            Long.toString(blockDelay.toMillis()));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(argv)
              .directory(folder.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().keySet().retainAll(ENVIRONMENT);
      return new SiteProcess(builder.start(), log);
    } catch (IOException e) {
      throw new RehearsalFailure("cannot start the rehearsal network: " + e.getMessage(), e);
    }
  }

  /** Ours, absolute: the site works in another folder than its starter. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(joining(File.pathSeparator));
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
}
