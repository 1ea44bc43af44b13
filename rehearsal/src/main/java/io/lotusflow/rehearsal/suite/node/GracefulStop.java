package io.lotusflow.rehearsal.suite.node;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a node in good order after a signal or the {@code Shutdown} method; the process then exits
 * 0, as Lotus does after SIGTERM.
 */
public final class GracefulStop {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicBoolean begun = new AtomicBoolean();

  /** What has to be done before the process may end. */
  public interface Closing {
    void close() throws Exception;
  }

  /** To be called once the node serves. */
  public void onSignal(Closing closing) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(closing), "stop"));
  }

  /**
   * Asks for the end and returns at once, so that the answer to {@code Shutdown} still gets out.
   */
  public void ask() {
    asked.countDown();
  }

  /** Blocks until the end is asked for, then ends the process. */
  public void await(Closing closing) throws InterruptedException {
    asked.await();
    Thread.sleep(50);
    finish(closing);
  }

  private void finish(Closing closing) {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      closing.close();
      Runtime.getRuntime().halt(0);
    } catch (Exception e) {
      System.err.println("ERROR: shutting down node failed: " + e.getMessage());
      Runtime.getRuntime().halt(1);
    }
  }
}
