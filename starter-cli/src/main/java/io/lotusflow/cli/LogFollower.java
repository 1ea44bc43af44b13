package io.lotusflow.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Copies a log, and what is added to it. */
final class LogFollower {

  private static final int CHUNK = 64 << 10;
  private static final int PAUSE_MILLIS = 200;

  private final PrintWriter out;
  private long offset;

  LogFollower(PrintWriter out) {
    this.out = out;
  }

  /** Skips all but the last bytes of it, from the beginning of a line. */
  LogFollower fromLast(Path log, long bytes) {
    try {
      offset = Files.exists(log) ? Math.max(0, Files.size(log) - bytes) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Once, as it is now. A log that shrank was rotated: it is read from its beginning. */
  void copy(Path log) {
    if (!Files.exists(log)) {
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      offset = file.length() < offset ? 0 : offset;
      file.seek(offset);
      byte[] chunk = new byte[CHUNK];
      for (int read = file.read(chunk); read > 0; read = file.read(chunk)) {
        out.print(new String(chunk, 0, read, StandardCharsets.UTF_8));
        offset += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.flush();
  }

  /** Until nobody writes any more. */
  void follow(Path log, BooleanSupplier written) throws InterruptedException {
    while (written.getAsBoolean()) {
      copy(log);
      Thread.sleep(PAUSE_MILLIS);
    }
    copy(log);
  }
}
