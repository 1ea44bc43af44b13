package io.lotusflow.car;

import java.util.Arrays;

/**
 * Remembers a small number for each of the newest keys, and forgets the oldest: two tables of which
 * the older is dropped when the newer is full.
 */
final class RecentKeys {
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private final int capacity;
  private long[] newKeys;
  private int[] newValues;
  private long[] oldKeys;
  private int[] oldValues;
  private int size;

  /**
   * Remembers at least so many.
   *
   * @param capacity a power of two
   */
  RecentKeys(int capacity) {
    this.capacity = capacity;
    newKeys = new long[2 * capacity];
    newValues = new int[2 * capacity];
    oldKeys = new long[2 * capacity];
    oldValues = new int[2 * capacity];
  }

  /** The number kept for the key; 0 if there is none. */
  int get(long key) {
    int value = newValues[slot(newKeys, newValues, key)];
    return value != 0 ? value : oldValues[slot(oldKeys, oldValues, key)];
  }

  /** Keeps a number other than 0. */
  void put(long key, int value) {
    int slot = slot(newKeys, newValues, key);
    if (newValues[slot] == 0) {
      if (size == capacity) {
        forgetOldest();
        slot = slot(newKeys, newValues, key);
      }
      size++;
    }
    newKeys[slot] = key;
    newValues[slot] = value;
  }

  private void forgetOldest() {
    long[] keys = oldKeys;
    int[] values = oldValues;
    oldKeys = newKeys;
    oldValues = newValues;
    newKeys = keys;
    newValues = values;
    Arrays.fill(newValues, 0);
    size = 0;
  }

  private static int slot(long[] keys, int[] values, long key) {
    int mask = keys.length - 1;
    int slot = (int) ((key * SPREAD) >>> 40) & mask;
    while (values[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
