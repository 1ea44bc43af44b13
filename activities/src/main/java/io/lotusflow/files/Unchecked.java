package io.lotusflow.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;

/** Work on files, for whoever cannot say that it may fail. */
public final class Unchecked {
  private Unchecked() {}

  /** What it throws of its own accord passes as it is. */
  public static <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception failed) {
      throw asUnchecked(failed);
    }
  }

  /** The same failure, as one that need not be declared. */
  public static RuntimeException asUnchecked(Throwable failed) {
    if (failed instanceof IOException io) {
      return new UncheckedIOException(io);
    }
    return failed instanceof RuntimeException known ? known : new IllegalStateException(failed);
  }
}
