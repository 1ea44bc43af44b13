package io.lotusflow.car;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the DAG-CBOR of headers: definite lengths, links as tag 42. */
final class Cbor {
  static final int UNSIGNED = 0;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int MAP = 5;
  static final int TAG = 6;

  private static final int LINK = 42;
  private static final int NULL = 0xf6;
  private static final int DEEPEST = 64;

  /** It is not what was asked for. */
  static final class Unexpected extends RuntimeException {
    Unexpected(String message) {
      super(message);
    }
  }

  private final byte[] bytes;
  private final int end;
  private int at;

  Cbor(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean isAtEnd() {
    return at == end;
  }

  /** The major type of what comes next. */
  int type() {
    return (peek() & 0xff) >> 5;
  }

  /** How many entries an array has, or pairs a map. */
  int open(int major) {
    return (int) argument(major, end - at);
  }

  long unsigned() {
    return argument(UNSIGNED, Long.MAX_VALUE);
  }

  String text() {
    int length = (int) argument(TEXT, end - at);
    return new String(take(length), java.nio.charset.StandardCharsets.UTF_8);
  }

  boolean isNull() {
    if ((peek() & 0xff) != NULL) {
      return false;
    }
    at++;
    return true;
  }

  Cid link() {
    if (argument(TAG, LINK) != LINK) {
      throw new Unexpected("another tag");
    }
    byte[] link = take((int) argument(BYTES, end - at));
    if (link.length < 2 || link[0] != 0) {
      throw new Unexpected("no link");
    }
    return Cid.of(link, 1, link.length);
  }

  List<Cid> links() {
    int count = open(ARRAY);
    List<Cid> links = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      links.add(link());
    }
    return links;
  }

  /** Passes over so many values. */
  void skip(int values) {
    skip(values, DEEPEST);
  }

  private void skip(long values, int deeper) {
    if (deeper == 0) {
      throw new Unexpected("nested too deep");
    }
    for (long i = 0; i < values; i++) {
      int major = type();
      long argument = argument(major, Long.MAX_VALUE);
      switch (major) {
        case BYTES, TEXT -> take(checked(argument));
        case ARRAY -> skip(checked(argument), deeper - 1);
        case MAP -> skip(2L * checked(argument), deeper - 1);
        case TAG -> skip(1, deeper - 1);
        default -> {}
      }
    }
  }

  private int checked(long length) {
    if (length > end - at) {
      throw new Unexpected("longer than its block");
    }
    return (int) length;
  }

  private byte[] take(int length) {
    checked(length);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  private long argument(int major, long most) {
    int first = peek() & 0xff;
    if (first >> 5 != major) {
      throw new Unexpected("type " + (first >> 5) + " instead of " + major);
    }
    at++;
    int small = first & 31;
    long value = small < 24 ? small : big(1 << (small - 24), small);
    if (value < 0 || value > most) {
      throw new Unexpected("too big");
    }
    return value;
  }

  private long big(int length, int small) {
    if (small > 27) {
      throw new Unexpected("indefinite length");
    }
    long value = 0;
    for (int i = 0; i < length; i++, at++) {
      value = (value << 8) | (peek() & 0xff);
    }
    return value;
  }

  private byte peek() {
    if (at >= end) {
      throw new Unexpected("too short");
    }
    return bytes[at];
  }
}
