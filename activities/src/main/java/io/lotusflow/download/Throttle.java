package io.lotusflow.download;

import java.util.concurrent.TimeUnit;

/** Keeps all connections together below a number of bytes a second. */
final class Throttle {
  private final long bytesPerSecond;
  private long freeAt = System.nanoTime();

  /**
   * @param bytesPerSecond 0 = no limit
   */
  Throttle(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Returns when these bytes may have come; time in which nothing came is not made up for. */
  void passed(int bytes) throws InterruptedException {
    if (bytesPerSecond > 0) {
      TimeUnit.NANOSECONDS.sleep(booked(bytes));
    }
  }

  private synchronized long booked(int bytes) {
    long now = System.nanoTime();
    long begin = Math.max(now, freeAt);
    freeAt = begin + bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    return freeAt - now;
  }
}
