package io.lotusflow.sealworker;

import io.lotusflow.lotus.ByteSize;

/**
 * What no worker gets, since daemon and miner live on the machine too.
 *
 * @param cores the first ones
 * @param ram all the time
 * @param peak of memory and swap, while the miner proves a deadline
 */
public record Kept(int cores, ByteSize ram, ByteSize peak) {
  private static final long GIB = 1L << 30;
  private static final long DAEMON = 16 * GIB;
  private static final long MINER = 8 * GIB;
  private static final long SMALL_NETWORK = GIB / 4;

  /**
   * Four cores and 24 GiB beside large sectors, and as much more as a window proof must have in
   * memory. A missed proof costs more than a slower seal.
   *
   * @param daemon whether one lives here
   * @param sector a size that Lotus has
   */
  public static Kept usual(boolean daemon, ByteSize sector, int cores) {
    LotusResources resources = LotusResources.of(sector).orElseThrow();
    long proving = resources.windowPost().ram().bytes();
    if (!resources.large()) {
      return new Kept(0, new ByteSize(SMALL_NETWORK), new ByteSize(SMALL_NETWORK + proving));
    }
    long beside = daemon ? DAEMON : 0;
    return new Kept(
        Math.min(daemon ? 4 : 2, cores / 4),
        new ByteSize(beside + MINER),
        new ByteSize(beside + proving));
  }

  /** On a machine with neither daemon nor miner: what the system itself takes. */
  public static Kept ofTheSystem(ByteSize sector) {
    LotusResources resources = LotusResources.of(sector).orElseThrow();
    ByteSize system = new ByteSize(resources.large() ? 4 * GIB : SMALL_NETWORK);
    return new Kept(0, system, system);
  }
}
