package io.lotusflow.copy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Does one thing with many files, several side by side. The first failure ends all. */
record Side(int threads) {

  /** What is done with one. */
  interface Act<T> {
    void on(T one) throws IOException;
  }

  <T> void each(List<T> all, Act<T> act) throws IOException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "copy");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Iterator<T> rest = all.iterator();
      CompletionService<Void> working = new ExecutorCompletionService<>(pool);
      for (int i = 0; i < threads; i++) {
        working.submit(
            () -> {
              work(rest, act);
              return null;
            });
      }
      for (int i = 0; i < threads; i++) {
        working.take().get();
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException io) {
        throw io;
      }
      throw failed.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while copying");
    } finally {
      end(pool);
    }
  }

  private static <T> void work(Iterator<T> rest, Act<T> act) throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      T one;
      synchronized (rest) {
        if (!rest.hasNext()) {
          return;
        }
        one = rest.next();
      }
      act.on(one);
    }
  }

  /** Returns when nobody works any more, whatever happens: two must not write one file. */
  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = false;
    while (!pool.isTerminated()) {
      try {
        pool.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
