package io.lotusflow.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Cuts a log that has grown too long, under the hands of whoever writes it: it is open for
 * appending only, so it goes on at the new end. What is written between the copy and the cut is
 * lost.
 */
public final class LogLimit {
  private LogLimit() {}

  static Path older(Path log) {
    return log.resolveSibling(log.getFileName() + ".1");
  }

  /**
   * Keeps the newer half in {@link #older}, with a note at the head of the log. One caller at a
   * time.
   */
  public static void apply(Path log, long limit) {
    try (FileChannel channel =
        FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() <= limit) {
        return;
      }
      keepNewer(log, channel, limit / 2);
      // Over the old head, before the cut: after it the writer may be faster.
      ByteBuffer note = ByteBuffer.wrap(note(log, limit).getBytes(StandardCharsets.UTF_8));
      long length = note.remaining();
      for (long at = 0; note.hasRemaining(); ) {
        at += channel.write(note, at);
      }
      channel.truncate(length);
    } catch (NoSuchFileException notYet) {
      // Nothing to cut.
    } catch (IOException diskFullOrWorse) {
      // A log is never worth the job: tried again at the next beat.
    }
  }

  private static void keepNewer(Path log, FileChannel channel, long keep) throws IOException {
    Path fresh = log.resolveSibling("log.new");
    try (FileChannel copy =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      // As much as there is now: who chases a chatty writer to its end may chase for ever.
      long position = channel.size() - keep;
      for (long left = keep; left > 0; ) {
        long moved = channel.transferTo(position, left, copy);
        position += moved;
        left = moved > 0 ? left - moved : 0;
      }
    } catch (IOException noRoom) {
      // Better no older part than a full disk.
      Files.write(fresh, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    }
    Files.move(fresh, older(log), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String note(Path log, long limit) {
    return "--- lotusflow: this log grew beyond "
        + limit
        + " bytes; the newest of what came before is in "
        + older(log).getFileName()
        + ", what is older is gone ---\n";
  }
}
