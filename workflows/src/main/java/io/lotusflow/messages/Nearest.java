package io.lotusflow.messages;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what was probably meant by a misspelt name. */
public final class Nearest {

  private Nearest() {}

  /** The closest candidate, if a third of its letters or two of them are enough to get there. */
  public static Optional<String> to(String written, Collection<String> candidates) {
    return candidates.stream()
        .filter(name -> distance(written, name) <= Math.max(2, name.length() / 3))
        .min(
            Comparator.<String>comparingInt(name -> distance(written, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The candidate that is one or two letters away: a slip of the fingers. */
  public static Optional<String> slip(String written, Collection<String> candidates) {
    return first(written, candidates).stream()
        .findFirst()
        .filter(name -> distance(written, name) <= 2);
  }

  /** All candidates, the closest first. */
  public static List<String> first(String written, Collection<String> candidates) {
    return candidates.stream()
        .sorted(Comparator.comparingInt(name -> distance(written, name)))
        .toList();
  }

  /** How many letters are inserted, left out or changed between two names (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
