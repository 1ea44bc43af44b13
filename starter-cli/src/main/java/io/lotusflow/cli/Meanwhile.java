package io.lotusflow.cli;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Something that is done while this thread does something else, and ends with the process. */
final class Meanwhile<T> {

  private final FutureTask<T> task;

  private Meanwhile(Supplier<T> work) {
    this.task = new FutureTask<>(work::get);
  }

  static <T> Meanwhile<T> begin(Supplier<T> work) {
    Meanwhile<T> begun = new Meanwhile<>(work);
    Thread thread = new Thread(begun.task, "meanwhile");
    thread.setDaemon(true);
    thread.start();
    return begun;
  }

  /** What came of it, once it is done; or what it failed with. */
  T result() {
    try {
      return task.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
