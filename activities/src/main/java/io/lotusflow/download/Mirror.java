package io.lotusflow.download;

import java.io.IOException;

/** One server and how it has behaved. {@link Mirrors} guards its state. */
final class Mirror {
  private static final double NEWEST = 0.3;

  private final Offer offer;
  private double speed;
  private int limit;
  private int active;
  private int failures;
  private long lastFailure;
  private long notBefore = System.nanoTime();
  private IOException dropped;

  Mirror(Offer offer, int connections) {
    this.offer = offer;
    this.speed = Math.max(1, offer.bytesPerSecond());
    this.limit = connections;
  }

  Offer offer() {
    return offer;
  }

  boolean isDropped() {
    return dropped != null;
  }

  IOException why() {
    return dropped;
  }

  void drop(IOException reason) {
    dropped = reason;
  }

  boolean isFree(long now) {
    return dropped == null && active < limit && now - notBefore >= 0;
  }

  /** What another connection to it would be worth, if those that it has share its speed. */
  double worth() {
    return speed / (active + 1);
  }

  void take() {
    active++;
  }

  void giveBack() {
    active--;
  }

  void served(long bytes, double seconds, int connections) {
    failures = 0;
    limit = Math.min(connections, limit + 1);
    if (seconds > 0) {
      speed = Math.max(1, NEWEST * bytes / seconds + (1 - NEWEST) * speed);
    }
  }

  /** Too slow: it gets another connection only where nobody else does better. */
  void demote() {
    speed = Math.max(1, speed / 8);
  }

  /** One connection fewer, until it serves again. */
  void busy() {
    limit = Math.max(1, Math.min(limit, active) - 1);
  }

  /**
   * Nothing came.
   *
   * @param granted when it was given away: connections that fail at the same time are one failure
   */
  int failed(long granted, long pauseNanos) {
    if (failures == 0 || granted - lastFailure > 0) {
      failures++;
      lastFailure = System.nanoTime();
    }
    notBefore = System.nanoTime() + pauseNanos;
    return failures;
  }
}
