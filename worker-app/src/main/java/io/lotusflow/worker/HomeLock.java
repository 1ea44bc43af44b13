package io.lotusflow.worker;

import io.lotusflow.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to be the one process of its kind in a home. The kernel gives it back when the process
 * ends, however it ends; children do not inherit it.
 */
final class HomeLock {

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock, unless a living process holds it. */
  static Optional<HomeLock> take(Home home, String name) {
    try {
      FileChannel channel =
          FileChannel.open(
              home.run().resolve(name + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (locked(channel)) {
        return Optional.of(new HomeLock(channel));
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  void release() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
