package io.lotusflow.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Up to which time all runs that ended have their receipt. */
final class ClosedUntil {

  /** Of a host that has never looked: what ended longer ago is no news. */
  private static final Duration FIRST_LOOK = Duration.ofDays(1);

  private final Path file;

  ClosedUntil(Path file) {
    this.file = file;
  }

  Instant read() {
    try {
      return Instant.parse(Files.readString(file).strip());
    } catch (NoSuchFileException | DateTimeException never) {
      return Instant.now().minus(FIRST_LOOK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Instant until) {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(draft, until + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
