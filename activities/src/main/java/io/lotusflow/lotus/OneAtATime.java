package io.lotusflow.lotus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps two attempts of one act apart, in this process and in another: after an outage both may be
 * alive.
 */
public final class OneAtATime {
  private static final ConcurrentMap<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();
  private static final long POLL_MILLIS = 200;

  private OneAtATime() {}

  /**
   * Runs the body while nobody else does.
   *
   * @param lockFile is made and stays
   * @param waiting called while another one is at it; what it throws ends the wait
   */
  public static <T> T on(Path lockFile, Runnable waiting, Supplier<T> body) {
    ReentrantLock here = HERE.computeIfAbsent(lockFile.normalize(), path -> new ReentrantLock());
    while (!here.tryLock()) {
      pause(waiting);
    }
    try (FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      while (lock == null) {
        pause(waiting);
        lock = channel.tryLock();
      }
      return body.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      here.unlock();
    }
  }

  private static void pause(Runnable waiting) {
    waiting.run();
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another attempt is at work", e);
    }
  }
}
