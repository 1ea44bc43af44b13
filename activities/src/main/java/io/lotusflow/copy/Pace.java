package io.lotusflow.copy;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** How fast files are read and written: many at once, no more than so much, and not now. */
public final class Pace {

  /** Holds up whoever copies while something more important is done. */
  public interface Gate {
    boolean isOpen();

    /** Asked before bytes are read or written; what it throws ends the copy. */
    default void check() {}
  }

  private static final long LOOK_MILLIS = 100;

  private final int parallel;
  private final long bytesPerSecond;
  private final Gate gate;
  private long free = System.nanoTime();

  /**
   * @param parallel files at once
   * @param bytesPerSecond together; 0 = as fast as it goes
   */
  public Pace(int parallel, long bytesPerSecond, Gate gate) {
    this.parallel = parallel;
    this.bytesPerSecond = bytesPerSecond;
    this.gate = gate;
  }

  /** As fast as it goes. */
  public static Pace fast(int parallel) {
    return new Pace(parallel, 0, () -> true);
  }

  int parallel() {
    return parallel;
  }

  boolean isHeldUp() {
    return !gate.isOpen();
  }

  /** Returns when these bytes may be read or written. */
  void await(int bytes) throws InterruptedIOException {
    gate.check();
    while (isHeldUp()) {
      pause(LOOK_MILLIS);
    }
    if (bytesPerSecond > 0) {
      pause(TimeUnit.NANOSECONDS.toMillis(turn(bytes)));
    }
  }

  /** Nanoseconds until it is our turn; the next one comes after us. */
  private synchronized long turn(int bytes) {
    long now = System.nanoTime();
    long mine = Math.max(now, free);
    free = mine + (long) (1e9 * bytes / bytesPerSecond);
    return mine - now;
  }

  private static void pause(long millis) throws InterruptedIOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while copying");
    }
  }
}
