package io.lotusflow.copy;

import io.lotusflow.files.Unchecked;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Works on another thread while this one says once a second that it lives: a disk that is slow to
 * take what was written must not look like a worker that is gone.
 */
public final class InBackground {
  private static final Duration BEAT = Duration.ofSeconds(1);

  private InBackground() {}

  /**
   * Returns or throws what the work does, and not before its thread has ended.
   *
   * @param pulse what it throws interrupts the work
   */
  public static <T> T work(Runnable pulse, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "copy-work");
    thread.setDaemon(true);
    thread.start();
    try {
      while (true) {
        try {
          return task.get(BEAT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException atWork) {
          pulse.run();
        }
      }
    } catch (ExecutionException failed) {
      throw Unchecked.asUnchecked(failed.getCause());
    } catch (InterruptedException shutdown) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while copying", shutdown);
    } finally {
      end(thread);
    }
  }

  private static void end(Thread thread) {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
