package io.lotusflow.car;

import io.lotusflow.chain.Defect;
import io.lotusflow.files.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;

/** Compares blocks with their CIDs. One for each thread. */
final class BlockChecker {
  private final Blake2b blake2b = new Blake2b();
  private final MessageDigest sha256 = Sha256.begin();
  private final CidSlice cid = new CidSlice();

  /** Checks all sections of a batch, which the cutter has found to be well-formed. */
  void check(Batch batch, Defects defects) {
    byte[] bytes = batch.bytes;
    for (int at = batch.from; at < batch.end; ) {
      int body = at + Varint.length(bytes, at);
      int end = body + (int) Varint.read(bytes, at, batch.end);
      cid.read(bytes, body, end);
      if (!cid.hasKnownCodec()) {
        String codec = "codec 0x" + Long.toHexString(cid.codec);
        defects.add(defect(Defect.Kind.UNKNOWN_CODEC, batch, at, end, codec));
      } else if (!isKnown(cid)) {
        defects.add(defect(Defect.Kind.UNKNOWN_HASH, batch, at, end, nameOf(cid.hash)));
      } else if (!matches(bytes, cid, cid.end, end)) {
        defects.add(defect(Defect.Kind.BAD_BLOCK, batch, at, end, ""));
      }
      at = end;
    }
  }

  private Defect defect(Defect.Kind kind, Batch batch, int at, int end, String found) {
    long offset = batch.carOffset + at;
    String name = cid.copy(batch.bytes).toString();
    return batch.packedTo == 0
        ? new Defect(kind, offset, batch.carOffset + end, offset, name, "", found)
        : new Defect(kind, batch.packedFrom, batch.packedTo, offset, name, "", found);
  }

  static boolean isKnown(CidSlice cid) {
    return cid.hash == CidSlice.IDENTITY
        || (cid.digestLength() == 32
            && (cid.hash == CidSlice.BLAKE2B_256 || cid.hash == CidSlice.SHA2_256));
  }

  static String nameOf(long hash) {
    return "multihash 0x" + Long.toHexString(hash);
  }

  boolean matches(byte[] bytes, CidSlice of, int from, int end) {
    if (of.hash == CidSlice.IDENTITY) {
      return Arrays.equals(bytes, of.digest, of.end, bytes, from, end);
    }
    begin();
    update(of, bytes, from, end);
    return isDigest(of, bytes, of.digest);
  }

  /** Begins a block that comes in pieces. */
  void begin() {
    blake2b.reset();
    sha256.reset();
  }

  void update(CidSlice of, byte[] bytes, int from, int end) {
    if (of.hash == CidSlice.BLAKE2B_256) {
      blake2b.update(bytes, from, end);
    } else {
      sha256.update(bytes, from, end - from);
    }
  }

  boolean isDigest(CidSlice of, byte[] expected, int at) {
    return of.hash == CidSlice.BLAKE2B_256
        ? blake2b.isDigest(expected, at)
        : Arrays.equals(sha256.digest(), 0, 32, expected, at, at + 32);
  }
}
