package io.lotusflow.node;

import java.time.Duration;

/** A pause between two looks at something that changes by itself. */
public final class Pause {
  private Pause() {}

  /** Ends early, with the thread still interrupted, when the worker is being shut down. */
  public static void of(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException shutdown) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", shutdown);
    }
  }
}
