package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads bitfields: how many numbers are missing, are there, are missing … from zero on. */
final class Bitfield {
  private Bitfield() {}

  static List<Long> of(Map<String, Object> object, String key) {
    return of(object.get(key));
  }

  static List<Long> of(Object runs) {
    List<Long> numbers = new ArrayList<>();
    long at = 0;
    boolean there = false;
    for (Object run : Json.asList(runs)) {
      long end = at + Json.asLong(run);
      for (; at < end; at++) {
        if (there) {
          numbers.add(at);
        }
      }
      there = !there;
    }
    return numbers;
  }

  /** As {@link #of(Object)} reads it; numbers ascending. */
  static List<Object> runs(List<Long> numbers) {
    if (numbers.isEmpty()) {
      return List.of(0L);
    }
    List<Object> runs = new ArrayList<>();
    long at = 0;
    long length = 0;
    for (long number : numbers) {
      if (number != at || length == 0) {
        if (length > 0) {
          runs.add(length);
        }
        runs.add(number - at);
        length = 0;
      }
      length++;
      at = number + 1;
    }
    runs.add(length);
    return runs;
  }
}
