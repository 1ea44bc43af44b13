package io.lotusflow.car;

import io.lotusflow.chain.Defect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts what is wrong, and keeps the first of it. Used by many threads. */
final class Defects {
  private static final int KEPT = 100;
  private static final Comparator<Defect> IN_FILE_ORDER =
      Comparator.comparingLong(Defect::carOffset);

  private final List<Defect> first = new ArrayList<>();
  private long count;

  synchronized void add(Defect defect) {
    count++;
    first.add(defect);
    if (first.size() > 2 * KEPT) {
      trim();
    }
  }

  synchronized long count() {
    return count;
  }

  synchronized List<Defect> first() {
    trim();
    return List.copyOf(first);
  }

  private void trim() {
    first.sort(IN_FILE_ORDER);
    if (first.size() > KEPT) {
      first.subList(KEPT, first.size()).clear();
    }
  }
}
