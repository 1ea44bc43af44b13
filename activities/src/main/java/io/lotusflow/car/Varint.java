package io.lotusflow.car;

/** Unsigned LEB128 numbers, as CARs and CIDs count. */
final class Varint {
  private static final int LONGEST = 9;

  /** There are too few bytes to tell. */
  static final long INCOMPLETE = -1;

  /** No number, or one of more than 63 bits. */
  static final long BAD = -2;

  private Varint() {}

  static long read(byte[] bytes, int at, int end) {
    long value = 0;
    for (int i = 0; i < LONGEST; i++) {
      if (at + i >= end) {
        return INCOMPLETE;
      }
      byte b = bytes[at + i];
      value |= (b & 0x7fL) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    return BAD;
  }

  /** How many bytes the number takes that begins here. */
  static int length(byte[] bytes, int at) {
    int length = 1;
    while (bytes[at + length - 1] < 0) {
      length++;
    }
    return length;
  }
}
