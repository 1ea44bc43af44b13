package io.lotusflow.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/**
 * Until when a step's asks are void: what was asked for before its stop must not start after it.
 */
record StopMark(Path file) {

  boolean refuses(JobAsk ask) {
    return !ask.since().isAfter(until());
  }

  /** Never moves backwards: the last of two stops counts, in whichever order they come. */
  void refuseAsksUntil(Instant since) {
    if (since.isAfter(until())) {
      try {
        Folders.create(file.getParent());
        Path fresh = file.resolveSibling("stopped.new");
        Files.writeString(fresh, since.toString());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Instant until() {
    try {
      return Instant.parse(Files.readString(file));
    } catch (NoSuchFileException never) {
      return Instant.MIN;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
