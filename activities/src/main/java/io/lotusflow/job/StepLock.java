package io.lotusflow.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Held by the one thread of the one worker on this host that decides about a step's jobs: starts
 * them, marks them stopped, deletes them. Gone with its process, however that ends.
 *
 * <p>Steps share a fixed set of lock files, which are never deleted: else two could hold "the same"
 * one.
 */
final class StepLock {
  private static final Duration LOOK = Duration.ofMillis(20);

  /** The kernel's lock knows processes only; this one knows threads. */
  private static final Map<Path, Semaphore> IN_THIS_PROCESS = new ConcurrentHashMap<>();

  private final Semaphore inThisProcess;
  private final FileChannel channel;

  private StepLock(Semaphore inThisProcess, FileChannel channel) {
    this.inThisProcess = inThisProcess;
    this.channel = channel;
  }

  /**
   * Waits for the lock, then does this under it.
   *
   * @param pulse called at each look; what it throws ends the waiting
   */
  static <T> T hold(Path jobs, String owner, String step, Runnable pulse, Supplier<T> action) {
    Optional<StepLock> lock = tryTake(jobs, owner, step);
    while (lock.isEmpty()) {
      pulse.run();
      Beat.pause(LOOK);
      lock = tryTake(jobs, owner, step);
    }
    try {
      return action.get();
    } finally {
      lock.get().close();
    }
  }

  /** Does this under the lock, if nobody else holds it. */
  static void ifFree(Path jobs, String owner, String step, Runnable action) {
    Optional<StepLock> lock = tryTake(jobs, owner, step);
    try {
      lock.ifPresent(any -> action.run());
    } finally {
      lock.ifPresent(StepLock::close);
    }
  }

  private static Optional<StepLock> tryTake(Path jobs, String owner, String step) {
    String stripe = JobKey.digest(owner + '\0' + step).substring(0, 2);
    Path file = jobs.resolve(".locks").resolve(stripe).toAbsolutePath();
    Semaphore local = IN_THIS_PROCESS.computeIfAbsent(file, any -> new Semaphore(1));
    if (!local.tryAcquire()) {
      return Optional.empty();
    }
    Optional<StepLock> lock = Optional.empty();
    try {
      lock = lockFile(file).map(channel -> new StepLock(local, channel));
      return lock;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (lock.isEmpty()) {
        local.release();
      }
    }
  }

  private static Optional<FileChannel> lockFile(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
    if (lock.isEmpty()) {
      channel.close();
    }
    return lock.map(any -> channel);
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      inThisProcess.release();
    }
  }
}
