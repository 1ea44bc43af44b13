package io.lotusflow.sector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A sector that a person should know of.
 *
 * @param error what the miner says of its last try; may be empty
 * @param noticed in seconds since 1970
 */
public record SectorTrouble(long number, String state, Reason reason, String error, long noticed) {

  /** The names are stored in histories: add, never rename. */
  public enum Reason {
    /** It stands much longer than its state ever took here. */
    LATE,
    /** Nobody works on it, and setting it going did not help or would not. */
    STANDS_STILL,
    /** It is dead, removed, or will be. */
    LOST
  }

  /** The whole of it is in the sector's log. */
  private static final int ERROR_AT_MOST = 160;

  public SectorTrouble {
    error = cut(error.strip().lines().findFirst().orElse(""));
  }

  private static String cut(String line) {
    return line.length() <= ERROR_AT_MOST ? line : line.substring(0, ERROR_AT_MOST - 1) + '…';
  }

  private String inShort() {
    return number + " " + state + (error.isEmpty() ? "" : ": " + error);
  }

  /**
   * What is to be told at once.
   *
   * @param first of each reason, the first of them
   * @param counts of all, by reason
   * @param until when the newest was noticed, in seconds since 1970
   */
  public record News(List<SectorTrouble> first, Map<Reason, Integer> counts, long until) {

    public static final News NONE = new News(List.of(), Map.of(), 0);

    public News {
      first = List.copyOf(first);
      counts = Map.copyOf(counts);
    }

    /** With so many named of each reason. */
    static News of(List<SectorTrouble> all, int named) {
      Map<Reason, Integer> counts = new TreeMap<>();
      List<SectorTrouble> first =
          all.stream().filter(one -> counts.merge(one.reason(), 1, Integer::sum) <= named).toList();
      long until = all.stream().mapToLong(SectorTrouble::noticed).max().orElse(0);
      return new News(first, counts, until);
    }

    public boolean isEmpty() {
      return counts.isEmpty();
    }

    /** As an alert has them: how many, and for each reason its name, how many, and which. */
    List<String> arguments() {
      List<String> arguments = new ArrayList<>();
      int all = counts.values().stream().mapToInt(Integer::intValue).sum();
      arguments.add(Integer.toString(all));
      new TreeMap<>(counts)
          .forEach(
              (reason, count) ->
                  arguments.addAll(List.of(reason.name(), count.toString(), which(reason))));
      return arguments;
    }

    private String which(Reason reason) {
      String named =
          first.stream()
              .filter(one -> one.reason() == reason)
              .map(SectorTrouble::inShort)
              .collect(Collectors.joining("; "));
      long known = first.stream().filter(one -> one.reason() == reason).count();
      return known < counts.get(reason) ? named + "; …" : named;
    }
  }
}
