package io.lotusflow.rehearsal.suite.chain;

/**
 * Which proof of space-time goes with which sector size, by Filecoin's numbers (the versions in
 * force since network 19).
 */
public final class WindowPost {
  private static final long[][] TYPES = {
    {10, 2L << 10, 2},
    {11, 8L << 20, 2},
    {12, 512L << 20, 2},
    {13, 32L << 30, 2349},
    {14, 64L << 30, 2300}
  };

  private WindowPost() {}

  /** The message of the {@link IllegalArgumentException} is Lotus' own. */
  public static long proofType(long sectorSize) {
    return row(1, sectorSize, "unsupported sector size for miner: " + sectorSize)[0];
  }

  public static long sectorSize(long proofType) {
    return row(0, proofType, "unsupported proof type: " + proofType)[1];
  }

  public static long partitionSectors(long sectorSize) {
    return row(1, sectorSize, "unsupported sector size for miner: " + sectorSize)[2];
  }

  private static long[] row(int column, long value, String otherwise) {
    for (long[] type : TYPES) {
      if (type[column] == value) {
        return type;
      }
    }
    throw new IllegalArgumentException(otherwise);
  }
}
