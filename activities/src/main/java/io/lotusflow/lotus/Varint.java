package io.lotusflow.lotus;

import java.io.ByteArrayOutputStream;

/** Unsigned LEB128, as addresses and multiaddresses have numbers. */
final class Varint {
  private Varint() {}

  static void write(long number, ByteArrayOutputStream to) {
    long rest = number;
    while (Long.compareUnsigned(rest, 0x7f) > 0) {
      to.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    to.write((int) rest);
  }
}
