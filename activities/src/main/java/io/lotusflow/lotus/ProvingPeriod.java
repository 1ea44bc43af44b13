package io.lotusflow.lotus;

/**
 * Where a miner is in its proving period; all lengths in epochs, as the node says them.
 *
 * @param now the epoch of the head
 * @param start of the period
 * @param deadlines how many there are in a period
 * @param length of the period
 * @param window how long each deadline is open
 * @param recoveryLead how long before a deadline opens its recoveries must be declared
 */
public record ProvingPeriod(
    long now, long start, int deadlines, long length, long window, long recoveryLead) {

  /** The same period, seen from a later epoch; an earlier one changes nothing. */
  public ProvingPeriod from(long epoch) {
    return new ProvingPeriod(Math.max(now, epoch), start, deadlines, length, window, recoveryLead);
  }

  /**
   * The deadline that is open. Computed, since the one that the chain has recorded can be a period
   * late right after a boundary.
   */
  public int open() {
    return (int) (Math.floorMod(now - start, length) / window);
  }

  /** When it closes. */
  public long closes() {
    return nextOpening(open()) - length + window;
  }

  /** The next epoch, after now, at which a deadline opens. */
  public long nextOpening(int deadline) {
    long begun = Math.floorDiv(now - start, length);
    long opening = start + begun * length + deadline * window;
    return opening > now ? opening : opening + length;
  }
}
