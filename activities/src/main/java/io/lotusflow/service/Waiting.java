package io.lotusflow.service;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Waits for something that nobody tells us of. */
final class Waiting {
  private static final long LOOK_MILLIS = 20;
  private static final long LOOKS_PER_BEAT = 50;

  private Waiting() {}

  /** Whether it came true in time. */
  static boolean until(BooleanSupplier condition, Duration atMost, Runnable heartbeat) {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (long look = 1; System.nanoTime() < deadline; look++) {
      if (condition.getAsBoolean()) {
        return true;
      }
      if (look % LOOKS_PER_BEAT == 0) {
        heartbeat.run();
      }
      pause();
    }
    return condition.getAsBoolean();
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }
}
