package io.lotusflow.preflight;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Network;

/** What nodes and sectors of each size take. */
final class Sealing {
  private static final long GIB = 1L << 30;
  private static final ByteSize LARGE = ByteSize.parse("32GiB");
  private static final ByteSize MEDIUM = ByteSize.parse("512MiB");

  private Sealing() {}

  /**
   * Memory and swap together: less than {@code least} fails for certain, {@code good} is advised.
   */
  record Memory(ByteSize least, ByteSize good) {
    static Memory gib(int least, int good) {
      return new Memory(new ByteSize(least * GIB), new ByteSize(good * GIB));
    }

    Memory orMore(Memory other) {
      return least.compareTo(other.least) >= 0 ? this : other;
    }
  }

  static boolean isLarge(ByteSize sector) {
    return sector.compareTo(LARGE) >= 0;
  }

  /** A little less than the round figures, as the kernel keeps some for itself. */
  static Memory ofNode(Network network) {
    return switch (network) {
      case MAINNET, CUSTOM -> Memory.gib(15, 30);
      case CALIBNET -> Memory.gib(7, 14);
      case DEVNET_2K -> Memory.gib(1, 3);
      case REHEARSAL -> Memory.gib(1, 1);
    };
  }

  /** PC1 holds two layers and the parents' cache, PC2 and C2 another sector and the parameters. */
  static Memory ofMiner(ByteSize sector) {
    if (sector.compareTo(LARGE) > 0) {
      return Memory.gib(180, 500);
    }
    if (isLarge(sector)) {
      return Memory.gib(120, 250);
    }
    return sector.compareTo(MEDIUM) >= 0 ? Memory.gib(7, 14) : Memory.gib(2, 4);
  }

  /** Parameters and verifying keys of one sector size. */
  static long parameters(ByteSize sector) {
    if (sector.compareTo(LARGE) > 0) {
      return 125 * GIB;
    }
    if (isLarge(sector)) {
      return 110 * GIB;
    }
    return sector.compareTo(MEDIUM) >= 0 ? 8 * GIB : 3 * GIB;
  }

  /** Cache, sealed and unsealed file of one sector on its way: 16 times its size. */
  static long sealing(ByteSize sector) {
    return 16 * sector.bytes();
  }

  /** The table of parents: 56 GiB for 32-GiB sectors. */
  static long parents(ByteSize sector) {
    return sector.bytes() / 4 * 7;
  }
}
