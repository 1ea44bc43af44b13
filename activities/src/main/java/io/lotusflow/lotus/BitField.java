package io.lotusflow.lotus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * A set of small numbers, as JSON-RPC writes it: lengths of runs, beginning with one of zeros. So
 * {@code [5,1]} is 5 alone, and {@code [0]}, like nothing at all, is empty.
 */
public final class BitField {
  private final BitSet bits;

  private BitField(BitSet bits) {
    this.bits = bits;
  }

  static BitField read(JsonNode runs) {
    BitSet bits = new BitSet();
    int at = 0;
    boolean ones = false;
    for (JsonNode run : runs) {
      if (ones) {
        bits.set(at, at + run.asInt());
      }
      at += run.asInt();
      ones = !ones;
    }
    return new BitField(bits);
  }

  public static BitField of(int... numbers) {
    BitSet bits = new BitSet();
    for (int number : numbers) {
      bits.set(number);
    }
    return new BitField(bits);
  }

  public boolean isEmpty() {
    return bits.isEmpty();
  }

  public boolean has(int number) {
    return bits.get(number);
  }

  /** How many numbers are in it. */
  public int size() {
    return bits.cardinality();
  }

  /** Those that are not in the other. */
  public BitField without(BitField other) {
    BitSet left = (BitSet) bits.clone();
    left.andNot(other.bits);
    return new BitField(left);
  }

  /** Ascending. */
  public IntStream numbers() {
    return bits.stream();
  }

  @Override
  public String toString() {
    return bits.toString();
  }
}
