package io.lotusflow.car;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of a digest, by which blocks are recognised without making objects. */
final class Keys {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Keys() {}

  static long endingAt(byte[] bytes, int end) {
    if (end >= Long.BYTES) {
      return (long) WORDS.get(bytes, end - Long.BYTES);
    }
    long key = 0;
    for (int i = 0; i < end; i++) {
      key = (key << 8) | (bytes[i] & 0xff);
    }
    return key;
  }
}
