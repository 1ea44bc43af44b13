package io.lotusflow.car;

/** Sound snapshots of no known network, for the tests of other packages. */
public final class Snapshots {
  private static final long GENESIS = 1_700_000_000L;
  private static final int EPOCH_SECONDS = 4;

  private Snapshots() {}

  /** About 1 KiB a tipset, as a CAR. */
  public static byte[] car(int tipsets) {
    return car(tipsets, GENESIS);
  }

  /**
   * Of a network of its own.
   *
   * @param genesis when it began, in seconds
   */
  public static byte[] car(int tipsets, long genesis) {
    return new TestChain(tipsets, genesis, EPOCH_SECONDS).export(tipsets, true).bytes();
  }

  /** As {@link #car(int)}, with the states and messages of so many tipsets only. */
  public static byte[] pruned(int tipsets, int recent) {
    return new TestChain(tipsets, GENESIS, EPOCH_SECONDS).export(recent, false).bytes();
  }

  /** Of its head. */
  public static long height(int tipsets) {
    return new TestChain(tipsets, GENESIS, EPOCH_SECONDS).head().height();
  }
}
