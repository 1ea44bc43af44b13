package io.lotusflow.node;

import io.lotusflow.job.JobProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Does something that may be silent for longer than a step may, and gives the signs of life. */
public final class WhileBeating {
  private static final Duration BEAT = Duration.ofMillis(100);

  private WhileBeating() {}

  /**
   * Returns what {@code body} does, or throws what it throws.
   *
   * @param pulse what it throws ends the waiting; the body then comes to its end unheard
   */
  public static <T> T call(Consumer<JobProgress> pulse, String words, Supplier<T> body) {
    Instant began = Instant.now();
    return call(() -> pulse.accept(JobProgress.of(words, 0, began)), body);
  }

  /**
   * As the other, for a sign of life that changes.
   *
   * @param pulse what it throws ends the waiting
   */
  public static <T> T call(Runnable pulse, Supplier<T> body) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(body.get());
              } catch (Throwable failed) {
                // An error too: nobody else would end the waiting.
                result.completeExceptionally(failed);
              }
            },
            "step-body");
    thread.setDaemon(true);
    thread.start();
    while (!result.isDone()) {
      pulse.run();
      await(result);
    }
    try {
      return result.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (failed.getCause() instanceof Error cause) {
        throw cause;
      }
      throw failed;
    }
  }

  private static void await(CompletableFuture<?> result) {
    try {
      result.get(BEAT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException notYet) {
      // The caller gives a sign of life.
    } catch (ExecutionException failed) {
      // The caller finds it.
    } catch (InterruptedException shutdown) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", shutdown);
    }
  }
}
