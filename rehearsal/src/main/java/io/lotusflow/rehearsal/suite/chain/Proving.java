package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;

/**
 * How often this network wants proofs; it stands in the state, so that nobody has to guess.
 *
 * @param deadlines in a proving period
 * @param window epochs of a deadline
 * @param lookback epochs from the challenge to the opening of a deadline
 * @param cutoff epochs before the opening after which recoveries are no longer taken
 */
public record Proving(long deadlines, long window, long lookback, long cutoff) {
  /** As on mainnet and on devnets of Lotus. */
  static final Proving LONG = new Proving(48, 60, 20, 70);

  /** A period is minutes, not a day, and its numbers are nobody else's. */
  public static final Proving SHORT = new Proving(24, 12, 4, 14);

  public Proving {
    if (deadlines < 1 || window < 2) {
      throw new IllegalArgumentException("a proving period needs deadlines of two epochs at least");
    }
  }

  /** With the usual relations between window, lookback and cutoff. */
  public static Proving of(long deadlines, long window) {
    return new Proving(
        deadlines, window, Math.max(1, window / 3), window + Math.max(1, window / 6));
  }

  public long period() {
    return deadlines * window;
  }

  /** Where the epoch's period begins, for a miner whose first one began at that epoch. */
  public long periodStart(long epoch, long first) {
    return first + Math.floorDiv(epoch - first, period()) * period();
  }

  public long index(long epoch, long first) {
    return Math.floorMod(epoch - first, period()) / window;
  }

  void write(CborWriter cbor) {
    cbor.array(4).integer(deadlines).integer(window).integer(lookback).integer(cutoff);
  }

  static Proving read(CborReader cbor) {
    cbor.tuple(4);
    return new Proving(cbor.integer(), cbor.integer(), cbor.integer(), cbor.integer());
  }
}
