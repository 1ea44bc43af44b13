package io.lotusflow.lotus;

/** What a sector takes on a disk while it is sealed. */
public final class SealingSpace {

  /**
   * Eleven layers and trees, the sealed and the unsealed copy, in sector sizes: what the scheduler
   * wants to see free ({@code pitfalls.md} 38).
   */
  private static final double SECTOR_SIZES = 15.1;

  private SealingSpace() {}

  /** At its fullest. */
  public static ByteSize of(ByteSize sectorSize) {
    return new ByteSize((long) (sectorSize.bytes() * SECTOR_SIZES));
  }
}
