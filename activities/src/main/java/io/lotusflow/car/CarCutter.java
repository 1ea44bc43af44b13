package io.lotusflow.car;

import io.lotusflow.chain.Defect;
import java.io.IOException;
import java.io.InputStream;

/** Cuts a CAR into its blocks, to the last byte, and gives them away in batches. */
final class CarCutter {
  /** Longer than any length and CID together. */
  private static final int PRELUDE = 256;

  /** No block of a chain is near it; a damaged length mostly is beyond. */
  private static final long LONGEST_SECTION = 4L << 30;

  private static final int SMALLEST_SECTION = 4;
  private static final int LONGEST_HEADER = 1 << 16;

  private final InputStream car;
  private final PackedRange packed;
  private final Hashing hashing;
  private final BlockChecker checker;
  private final ChainWalk walk;
  private final Defects defects;
  private final CidSlice cid = new CidSlice();
  private Batch batch;
  private boolean ended;
  private boolean broken;

  CarCutter(
      InputStream car,
      PackedRange packed,
      Hashing hashing,
      BlockChecker checker,
      ChainWalk walk,
      Defects defects) {
    this.car = car;
    this.packed = packed;
    this.hashing = hashing;
    this.checker = checker;
    this.walk = walk;
    this.defects = defects;
  }

  /** Reads the CAR to its end, or as far as it is one. */
  void cut() throws IOException, InterruptedException {
    batch = hashing.take();
    packed.open(batch);
    try {
      readHeader();
      cutToTheEnd();
    } finally {
      packed.close(batch);
      hashing.submit(batch);
    }
  }

  private void cutToTheEnd() throws IOException, InterruptedException {
    while (!broken) {
      cutWholeSections();
      if (broken || (ended && isAllCut())) {
        return;
      }
      makeRoom();
      fill();
    }
  }

  /** How much of the CAR has been read. */
  long bytes() {
    return batch == null ? 0 : batch.carOffset + batch.filled;
  }

  private boolean isAllCut() {
    if (batch.end < batch.filled) {
      damaged(Defect.Kind.TRUNCATED, "");
    }
    return true;
  }

  private void readHeader() throws IOException {
    while (!ended && batch.filled < PRELUDE) {
      fill();
    }
    long length = Varint.read(batch.bytes, 0, batch.filled);
    if (length < SMALLEST_SECTION || length > LONGEST_HEADER) {
      throw noSnapshot();
    }
    int from = Varint.length(batch.bytes, 0);
    int end = from + (int) length;
    while (!ended && batch.filled < end) {
      fill();
    }
    if (batch.filled < end) {
      throw noSnapshot();
    }
    try {
      walk.start(CarHeader.read(batch.bytes, from, end).roots());
    } catch (Cbor.Unexpected notAHeader) {
      throw noSnapshot();
    }
    batch.from = end;
    batch.end = end;
  }

  private Enough noSnapshot() {
    String looks = Looks.like(batch.bytes, batch.filled);
    return new Enough(new Defect(Defect.Kind.NOT_A_SNAPSHOT, 0, 0, 0, "", "", looks));
  }

  private void cutWholeSections() {
    byte[] bytes = batch.bytes;
    while (batch.end < batch.filled) {
      long length = sectionLength();
      if (length < 0) {
        return;
      }
      int body = batch.end + Varint.length(bytes, batch.end);
      if (length > batch.filled - body) {
        return;
      }
      int end = body + (int) length;
      if (!cid.read(bytes, body, end)) {
        damaged(Defect.Kind.BAD_STRUCTURE, "no CID");
        return;
      }
      walk.see(bytes, cid, end);
      batch.end = end;
    }
  }

  /** Of the section that begins where the last one ended; negative if it cannot be told. */
  private long sectionLength() {
    long length = Varint.read(batch.bytes, batch.end, batch.filled);
    if (length == Varint.INCOMPLETE) {
      return length;
    }
    if (length < SMALLEST_SECTION || length > LONGEST_SECTION) {
      damaged(
          Defect.Kind.BAD_STRUCTURE,
          length == Varint.BAD ? "no length" : "a block of " + length + " bytes");
      return Varint.BAD;
    }
    return length;
  }

  private void damaged(Defect.Kind kind, String found) {
    broken = true;
    defects.add(defectHere(kind, found));
  }

  /** From the end of the last whole block to where reading has come. */
  Defect defectHere(Defect.Kind kind, String found) {
    return packed.defect(kind, batch, found);
  }

  /** Gives away a full batch; what is left of it begins the next one. */
  private void makeRoom() throws IOException, InterruptedException {
    if (batch.filled < Batch.CAPACITY) {
      return;
    }
    int left = batch.filled - batch.end;
    Batch next = hashing.take();
    System.arraycopy(batch.bytes, batch.end, next.bytes, 0, left);
    next.filled = left;
    next.carOffset = batch.carOffset + batch.end;
    packed.close(batch);
    packed.open(next);
    hashing.submit(batch);
    batch = next;
    if (isBig()) {
      passBigBlock();
    }
  }

  private boolean isBig() {
    long length = Varint.read(batch.bytes, 0, batch.filled);
    return length > Batch.CAPACITY - PRELUDE && batch.filled >= PRELUDE;
  }

  /** A block that fits no batch is hashed here, piece by piece. */
  private void passBigBlock() throws IOException {
    byte[] bytes = batch.bytes;
    long length = Varint.read(bytes, 0, batch.filled);
    int body = Varint.length(bytes, 0);
    if (!cid.read(bytes, body, batch.filled)) {
      damaged(Defect.Kind.BAD_STRUCTURE, "no CID");
      return;
    }
    walk.seeBig(bytes, cid);
    byte[] digest = new byte[cid.digestLength()];
    System.arraycopy(bytes, cid.digest, digest, 0, digest.length);
    Cid name = cid.copy(bytes);
    long behind = body + length;
    long offset = batch.carOffset;
    checker.begin();
    int at = cid.end;
    while (true) {
      int end = (int) Math.min(batch.filled, behind - (batch.carOffset - offset));
      checker.update(cid, bytes, at, end);
      if (batch.carOffset + end - offset == behind) {
        endBigBlock(offset, end, name, digest);
        return;
      }
      batch.carOffset += batch.filled;
      batch.filled = 0;
      at = 0;
      fill();
      if (ended) {
        damaged(Defect.Kind.TRUNCATED, "");
        return;
      }
    }
  }

  private void endBigBlock(long offset, int end, Cid name, byte[] digest) {
    batch.from = end;
    batch.end = end;
    if (!BlockChecker.isKnown(cid)) {
      String hash = BlockChecker.nameOf(cid.hash);
      defects.add(packed.defect(Defect.Kind.UNKNOWN_HASH, batch, offset, end, name, hash));
    } else if (!checker.isDigest(cid, digest, 0)) {
      defects.add(packed.defect(Defect.Kind.BAD_BLOCK, batch, offset, end, name, ""));
    }
  }

  private void fill() throws IOException {
    int read = car.read(batch.bytes, batch.filled, Batch.CAPACITY - batch.filled);
    if (read < 0) {
      ended = true;
    } else {
      batch.filled += read;
    }
  }
}
