package io.lotusflow.sector;

import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.SectorStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is sealed, and in which state: some twenty calls, however many the sectors and their states,
 * and one for each sector that has moved where a list alone does not tell for sure.
 */
final class Census {

  /** States with a list of their own; the rarer ones are told apart by mixed lists. */
  private static final int LISTS = 12;

  private final MinerApi miner;
  private final WatchState before;
  private final Runnable beat;
  private final Map<Long, String> states = new TreeMap<>();
  private final Map<Long, String> errors = new HashMap<>();
  private Map<String, Integer> counts = new TreeMap<>();

  private Census(MinerApi miner, WatchState before, Runnable beat) {
    this.miner = miner;
    this.before = before;
    this.beat = beat;
  }

  /**
   * Asks.
   *
   * @param beat before each call
   */
  static Census of(MinerApi miner, WatchState before, Runnable beat) {
    Census census = new Census(miner, before, beat);
    miner.sectorsByState().ifPresentOrElse(census::take, census::askEach);
    return census;
  }

  Map<String, Integer> counts() {
    return counts;
  }

  /** Of those that are sealed, and of those that were before and are not any more. */
  Map<Long, String> states() {
    return states;
  }

  /** What the miner says of a sector's last try, if it had to be asked for that sector. */
  String error(long number) {
    return errors.getOrDefault(number, "");
  }

  private void take(Map<String, Integer> summary) {
    counts = summary;
    List<String> sealing =
        summary.entrySet().stream()
            .filter(state -> SectorStage.of(state.getKey()).isSealing() && state.getValue() > 0)
            .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
            .map(Map.Entry::getKey)
            .toList();
    int lists = Math.min(LISTS, sealing.size());
    for (String state : sealing.subList(0, lists)) {
      beat.run();
      miner.sectorsIn(List.of(state)).forEach(number -> states.put(number, state));
    }
    tellApart(sealing.subList(lists, sealing.size()));
    askThoseThatLeft();
  }

  /**
   * Each state has a number, each list holds the states whose number has one bit set: so which
   * lists a sector is in says in which state it is, unless it has moved meanwhile.
   */
  private void tellApart(List<String> rare) {
    Map<Long, Integer> found = new TreeMap<>();
    for (int bit = 1; bit <= rare.size(); bit <<= 1) {
      int mine = bit;
      List<String> mixed = new ArrayList<>();
      for (int i = 0; i < rare.size(); i++) {
        if (((i + 1) & bit) != 0) {
          mixed.add(rare.get(i));
        }
      }
      beat.run();
      miner.sectorsIn(mixed).forEach(number -> found.merge(number, mine, (a, b) -> a | b));
    }
    found.forEach(
        (number, code) -> {
          String state = code <= rare.size() ? rare.get(code - 1) : "";
          if (isAsBefore(number, state)) {
            states.put(number, state);
          } else {
            ask(number);
          }
        });
  }

  private boolean isAsBefore(long number, String state) {
    WatchState.Standing standing = before.sealing().get(number);
    return standing != null && standing.state().equals(state);
  }

  /** Proven, lost, or between two lists while they were asked for. */
  private void askThoseThatLeft() {
    Set<Long> left = new TreeSet<>(before.sealing().keySet());
    left.removeAll(states.keySet());
    left.forEach(this::ask);
  }

  private Optional<String> ask(long number) {
    beat.run();
    Optional<SectorStatus> status = miner.sector(number);
    status.ifPresent(
        sector -> {
          states.put(number, sector.state());
          errors.put(number, sector.lastError());
        });
    return status.map(SectorStatus::state);
  }

  /** Before v1.2.3 there is no other way. */
  private void askEach() {
    for (long number : miner.sectors()) {
      ask(number).ifPresent(state -> counts.merge(state, 1, Integer::sum));
    }
    states
        .entrySet()
        .removeIf(
            sector ->
                !SectorStage.of(sector.getValue()).isSealing()
                    && !before.sealing().containsKey(sector.getKey()));
  }
}
