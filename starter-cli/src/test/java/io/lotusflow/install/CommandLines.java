package io.lotusflow.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Remembers every command line of this machine that it sees, looking a few times a second. */
final class CommandLines implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(300);

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Thread looking;
  private volatile boolean ends;

  private CommandLines() {
    looking = new Thread(this::look, "command-lines");
    looking.setDaemon(true);
  }

  static CommandLines watched() {
    CommandLines lines = new CommandLines();
    lines.looking.start();
    return lines;
  }

  Set<String> seen() {
    return Set.copyOf(seen);
  }

  private void look() {
    while (!ends) {
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
        processes.forEach(this::note);
      } catch (IOException noMoreFiles) {
        // looked at again
      }
      LockSupport.parkNanos(EVERY.toNanos());
    }
  }

  private void note(Path process) {
    try {
      seen.add(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
    } catch (IOException gone) {
      // it was too short for us
    }
  }

  @Override
  public void close() {
    ends = true;
  }
}
