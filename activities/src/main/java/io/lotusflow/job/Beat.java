package io.lotusflow.job;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/**
 * Does something whenever it is asked to and it is time again: a loop may ask as often as it likes.
 */
final class Beat implements Runnable {
  private final Duration period;
  private final Runnable action;
  private long next = System.nanoTime();

  Beat(Runnable action) {
    this(Duration.ofSeconds(1), action);
  }

  Beat(Duration period, Runnable action) {
    this.period = period;
    this.action = action;
  }

  boolean isDue() {
    return System.nanoTime() - next >= 0;
  }

  @Override
  public void run() {
    if (isDue()) {
      next = System.nanoTime() + period.toNanos();
      action.run();
    }
  }

  /** Sleeps; an interrupt ends whatever is being waited for. */
  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }
}
