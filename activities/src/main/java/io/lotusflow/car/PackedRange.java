package io.lotusflow.car;

import io.lotusflow.chain.Defect;

/**
 * Where in the file something of the CAR lies. In a packed one that can be told only roughly: the
 * unpacker has read ahead, and holds back what it has unpacked.
 */
final class PackedRange {
  private static final int HELD_BACK = 1 << 18;

  private final FileInput file;
  private final boolean isPacked;

  PackedRange(FileInput file, boolean isPacked) {
    this.file = file;
    this.isPacked = isPacked;
  }

  void open(Batch batch) {
    batch.packedFrom = isPacked ? Math.max(0, file.count() - Batch.CAPACITY - HELD_BACK) : 0;
  }

  void close(Batch batch) {
    batch.packedTo = isPacked ? file.count() : 0;
  }

  /** From the end of the last whole section to where reading has come. */
  Defect defect(Defect.Kind kind, Batch batch, String found) {
    long offset = batch.carOffset + batch.end;
    return isPacked
        ? new Defect(kind, batch.packedFrom, file.count(), offset, "", "", found)
        : new Defect(kind, offset, file.count(), offset, "", "", found);
  }

  /** A block too big for one batch, that ends at this place of the open one. */
  Defect defect(Defect.Kind kind, Batch batch, long offset, int end, Cid cid, String found) {
    String name = cid.toString();
    return isPacked
        ? new Defect(kind, batch.packedFrom, file.count(), offset, name, "", found)
        : new Defect(kind, offset, batch.carOffset + end, offset, name, "", found);
  }
}
