package io.lotusflow.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The output of a process that is never told about rotation: it appends to one file, which is
 * copied and emptied when it is long.
 */
record LogFile(Path path) {

  private static final long LIMIT = 8L * 1024 * 1024;
  private static final int LAST_WORDS = 2_000;

  /** Keeps at most the limit here and as much again in one older file. */
  void rotate() {
    try {
      if (Files.exists(path) && Files.size(path) > LIMIT) {
        Files.copy(
            path,
            path.resolveSibling(path.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
          channel.truncate(0);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last line that says something. */
  String lastWords() {
    try (FileChannel channel = FileChannel.open(path)) {
      long from = Math.max(0, channel.size() - LAST_WORDS);
      var end = java.nio.ByteBuffer.allocate((int) (channel.size() - from));
      channel.read(end, from);
      return new String(end.array(), StandardCharsets.UTF_8)
          .strip()
          .lines()
          .reduce("nothing", (before, line) -> line);
    } catch (IOException none) {
      return "nothing";
    }
  }
}
