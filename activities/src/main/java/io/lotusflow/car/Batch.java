package io.lotusflow.car;

/** Some whole sections of a CAR, to be checked together. */
final class Batch {
  static final int CAPACITY = 1 << 20;

  final byte[] bytes = new byte[CAPACITY];

  /** The first section. */
  int from;

  /** Behind the last whole section. */
  int end;

  /** Behind the last byte that has been read; from {@code end} on it is the next batch's. */
  int filled;

  /** Where in the CAR the first byte of the buffer lies. */
  long carOffset;

  /** The part of a packed file that this was unpacked from; nothing for a plain one. */
  long packedFrom;

  long packedTo;

  void clear() {
    from = 0;
    end = 0;
    filled = 0;
    packedFrom = 0;
    packedTo = 0;
  }
}
