package io.lotusflow.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a growing log line by line, also past the moment when it is cut. */
final class GrowingLog {
  private static final int LONGEST_LINE = 64 << 10;
  private static final long AT_ONCE = 4 << 20;

  private final Path log;
  private final Consumer<String> line;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private Optional<Object> cut;
  private long position;

  GrowingLog(Path log, Consumer<String> line) {
    this.log = log;
    this.line = line;
    this.cut = lastCut();
  }

  /**
   * Hands out the lines that are complete by now; no more than a part of a very long log at once,
   * and never for longer than a chatty writer writes. A carriage return ends a line too: progress
   * bars.
   *
   * @return whether there was more than that part
   */
  boolean read() {
    try (FileChannel channel = FileChannel.open(log)) {
      Optional<Object> nowCut = lastCut();
      long size = channel.size();
      if (!nowCut.equals(cut) || size < position) {
        cut = nowCut;
        position = 0;
      }
      long end = Math.min(size, position + AT_ONCE);
      while (position < end && channel.read(buffer.clear(), position) > 0) {
        position += buffer.position();
        take(buffer.flip());
      }
      return position < size;
    } catch (NoSuchFileException notYet) {
      return false; // the wrapper makes it
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what is left, and takes the last line for complete. */
  void finish() {
    boolean more = true;
    while (more) {
      more = read();
    }
    endLine();
  }

  private void take(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == '\n' || next == '\r' || begun.size() >= LONGEST_LINE) {
        endLine();
      }
      if (next != '\n' && next != '\r') {
        begun.write(next);
      }
    }
  }

  private void endLine() {
    if (begun.size() > 0) {
      String complete = begun.toString(StandardCharsets.UTF_8);
      begun.reset();
      line.accept(complete);
    }
  }

  /** A new file each time that the log is cut: a cut log may be longer than before when we look. */
  private Optional<Object> lastCut() {
    try {
      return Optional.ofNullable(
          Files.readAttributes(LogLimit.older(log), BasicFileAttributes.class).fileKey());
    } catch (IOException never) {
      return Optional.empty();
    }
  }
}
