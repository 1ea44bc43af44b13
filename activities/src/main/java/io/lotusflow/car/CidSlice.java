package io.lotusflow.car;

/**
 * A CID in a buffer that is used again and again: filled anew for each block, so that millions of
 * them make no garbage.
 */
final class CidSlice {
  static final int RAW = 0x55;
  static final int DAG_PB = 0x70;
  static final int DAG_CBOR = 0x71;
  static final int CBOR = 0x51;
  static final int IDENTITY = 0;
  static final int SHA2_256 = 0x12;
  static final int BLAKE2B_256 = 0xb220;

  private static final int LONGEST_DIGEST = 128;

  int from;
  long codec;
  long hash;
  int digest;
  int end;

  /** Reads the CID that begins here; false if there is none before {@code limit}. */
  boolean read(byte[] bytes, int at, int limit) {
    if (isUsual(bytes, at, limit)) {
      set(at, bytes[at + 1], BLAKE2B_256, at + 6, Blake2b.LENGTH);
      return true;
    }
    if (limit - at >= 34 && bytes[at] == SHA2_256 && bytes[at + 1] == 32) {
      set(at, DAG_PB, SHA2_256, at + 2, 32);
      return true;
    }
    return readAny(bytes, at, limit);
  }

  /** Version 1, a codec of one byte, BLAKE2b-256: nearly every block of Filecoin. */
  private static boolean isUsual(byte[] bytes, int at, int limit) {
    return limit - at >= 6 + Blake2b.LENGTH
        && bytes[at] == 1
        && bytes[at + 1] >= 0
        && bytes[at + 2] == (byte) 0xa0
        && bytes[at + 3] == (byte) 0xe4
        && bytes[at + 4] == 2
        && bytes[at + 5] == Blake2b.LENGTH;
  }

  private boolean readAny(byte[] bytes, int at, int limit) {
    if (at >= limit || bytes[at] != 1) {
      return false;
    }
    long[] numbers = new long[3];
    int next = at + 1;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Varint.read(bytes, next, limit);
      if (numbers[i] < 0) {
        return false;
      }
      next += Varint.length(bytes, next);
    }
    if (numbers[2] > LONGEST_DIGEST || numbers[2] > limit - next) {
      return false;
    }
    set(at, numbers[0], numbers[1], next, (int) numbers[2]);
    return true;
  }

  private void set(int at, long codecCode, long hashCode, int digestAt, int digestLength) {
    from = at;
    codec = codecCode;
    hash = hashCode;
    digest = digestAt;
    end = digestAt + digestLength;
  }

  boolean hasKnownCodec() {
    return codec == DAG_CBOR || codec == RAW || codec == CBOR || codec == DAG_PB;
  }

  int digestLength() {
    return end - digest;
  }

  Cid copy(byte[] bytes) {
    return Cid.of(bytes, from, end);
  }
}
