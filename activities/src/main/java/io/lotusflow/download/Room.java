package io.lotusflow.download;

import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Takes the room for a whole file before its first byte is asked for: a download of hours must not
 * end at a full disk. Java's own way to make a file long leaves holes, which reserve nothing.
 */
final class Room {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final long MARGIN = 64 << 20;

  private final Programs programs;

  Room(Programs programs) {
    this.programs = programs;
  }

  /** Makes the file so long, with all of its blocks; what is in it stays. */
  void reserve(Path file, long bytes) throws IOException {
    long free = freeBeside(file);
    long needed = bytes - Files.size(file);
    if (needed > 0 && free < needed + MARGIN) {
      throw new NoRoom(needed + MARGIN, free);
    }
    if (bytes > 0) {
      allocate(file, bytes, free);
    }
  }

  /** It was not reserved, and now there is none. */
  static NoRoom isMissing(Path file, Ranges ranges) throws IOException {
    return new NoRoom(Math.max(0, ranges.total() - ranges.arrived()), freeBeside(file));
  }

  private static long freeBeside(Path file) throws IOException {
    return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
  }

  void allocate(Path file, long bytes, long free) throws NoRoom {
    try {
      programs.run(Command.of(TIMEOUT, "fallocate", "-l", Long.toString(bytes), file.toString()));
    } catch (CommandFailed failed) {
      if (failed.getMessage().contains("No space left")) {
        throw new NoRoom(bytes, free);
      }
      // Neither the program nor the file system's help is everywhere; then free space was looked
      // at.
    }
  }
}
