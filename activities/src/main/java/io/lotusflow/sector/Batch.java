package io.lotusflow.sector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A batch on disk.
 *
 * @param known sectors that were there before it
 * @param pledged those it made, by index
 * @param unanswered calls that were sent, and whose sector is not known yet
 */
record Batch(List<Long> known, List<Long> pledged, int unanswered) {

  Batch {
    known = List.copyOf(known);
    pledged = List.copyOf(pledged);
  }

  Batch sending() {
    return new Batch(known, pledged, unanswered + 1);
  }

  Batch refused() {
    return new Batch(known, pledged, unanswered - 1);
  }

  Batch made(long number) {
    List<Long> more = new ArrayList<>(pledged);
    more.add(number);
    return new Batch(known, more, Math.max(0, unanswered - 1));
  }

  /** A sector that is new and not accounted for: what an unanswered call has made. */
  Optional<Long> stray(List<Long> there) {
    return there.stream()
        .filter(number -> !known.contains(number) && !pledged.contains(number))
        .findFirst();
  }
}
