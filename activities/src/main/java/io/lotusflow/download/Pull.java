package io.lotusflow.download;

import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A stretch of the file that one connection is about to bring. {@link Ranges} guards its state. */
final class Pull {
  private final long from;
  private final Set<Mirror> avoided;
  private Mirror mirror;
  private long granted;
  private long began;
  private long lastByte;
  private long position;
  private long end;
  private boolean shared;

  /**
   * @param avoided servers that brought it before, and brought it wrong
   */
  Pull(long from, long end, Set<Mirror> avoided) {
    this.from = from;
    this.position = from;
    this.end = end;
    this.avoided = avoided;
  }

  Set<Mirror> avoided() {
    return avoided;
  }

  /** Its own connection's alone: when a server was found that may be asked. */
  void grant() {
    granted = System.nanoTime();
  }

  long granted() {
    return granted;
  }

  void beginAt(Mirror server) {
    mirror = server;
    began = System.nanoTime();
    lastByte = began;
  }

  boolean hasBegun() {
    return mirror != null;
  }

  Mirror mirror() {
    return mirror;
  }

  long from() {
    return from;
  }

  long began() {
    return began;
  }

  long position() {
    return position;
  }

  long end() {
    return end;
  }

  long left() {
    return end - position;
  }

  long got() {
    return position - from;
  }

  void advance(long bytes) {
    position += bytes;
    lastByte = System.nanoTime();
  }

  /** Somebody else brings the rest. */
  void endAt(long newEnd) {
    end = newEnd;
    shared = true;
  }

  boolean wasShared() {
    return shared;
  }

  boolean isSilentFor(long nanos) {
    return System.nanoTime() - lastByte > nanos;
  }

  double secondsLeft() {
    long nanos = Math.max(1, System.nanoTime() - began);
    double perSecond = got() * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
    return perSecond == 0 ? Double.MAX_VALUE : left() / perSecond;
  }
}
