package io.lotusflow.sector;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of a miner's sectors: where each that is sealed stands and since when, and how long
 * each state took here so far. Those that are proven are only counted, so it stays small.
 *
 * @param counts sectors by state, all of them
 * @param sealing by number
 * @param times by state
 */
public record WatchState(
    Map<String, Integer> counts, Map<Long, Standing> sealing, Map<String, StageTime> times) {

  public static final WatchState NOTHING = new WatchState(Map.of(), Map.of(), Map.of());

  /** Longer than it ever took here, times this, and it is late. */
  private static final int LATE = 3;

  /** Before a state was seen to end three times, nothing is said about its time. */
  private static final int FEW = 3;

  public WatchState {
    counts = Map.copyOf(counts);
    sealing = Map.copyOf(sealing);
    times = Map.copyOf(times);
  }

  /**
   * A sector that is sealed.
   *
   * @param since in seconds since 1970; not before the first look
   * @param sinceKnown whether it was seen to come into that state
   * @param setGoing how often it was set going again
   */
  public record Standing(String state, long since, boolean sinceKnown, int setGoing) {}

  /** How long a state took, in seconds, for so many sectors. */
  public record StageTime(long sectors, long total, long longest) {
    StageTime and(long seconds) {
      return new StageTime(sectors + 1, total + seconds, Math.max(longest, seconds));
    }

    public Duration mean() {
      return Duration.ofSeconds(sectors == 0 ? 0 : total / sectors);
    }
  }

  /** A sector that went from one state to another between two looks. */
  public record Change(long number, String from, String to) {}

  /**
   * After another look.
   *
   * @param now sectors that are sealed, by number
   */
  public WatchState seen(Map<Long, String> now, Map<String, Integer> all, Instant at) {
    Map<Long, Standing> next = new TreeMap<>();
    Map<String, StageTime> took = new TreeMap<>(times);
    now.forEach((number, state) -> next.put(number, standing(number, state, at)));
    sealing.forEach(
        (number, was) -> {
          if (was.sinceKnown() && !was.state().equals(now.get(number))) {
            long seconds = at.getEpochSecond() - was.since();
            took.merge(
                was.state(), new StageTime(1, seconds, seconds), (old, one) -> old.and(seconds));
          }
        });
    return new WatchState(all, next, took);
  }

  private Standing standing(long number, String state, Instant at) {
    Standing was = sealing.get(number);
    if (was != null && was.state().equals(state)) {
      return was;
    }
    // What is there at the first look has been there for nobody knows how long.
    boolean known = !equals(NOTHING);
    int setGoing = was == null ? 0 : was.setGoing();
    return new Standing(state, at.getEpochSecond(), known, setGoing);
  }

  /** The same, with one set going again. */
  public WatchState setGoing(long number) {
    Map<Long, Standing> next = new TreeMap<>(sealing);
    next.computeIfPresent(
        number,
        (any, was) -> new Standing(was.state(), was.since(), was.sinceKnown(), was.setGoing() + 1));
    return new WatchState(counts, next, times);
  }

  /** What happened since an earlier look; a sector that is not sealed any more goes to "". */
  public List<Change> changesSince(WatchState before) {
    List<Change> changes = new ArrayList<>();
    Map<Long, Standing> all = new TreeMap<>(before.sealing);
    all.putAll(sealing);
    all.forEach(
        (number, any) -> {
          String from = stateOf(before, number);
          String to = stateOf(this, number);
          if (!from.equals(to)) {
            changes.add(new Change(number, from, to));
          }
        });
    return changes;
  }

  private static String stateOf(WatchState state, long number) {
    return Optional.ofNullable(state.sealing.get(number)).map(Standing::state).orElse("");
  }

  /** Whether it stands longer than that state ever took here, by far. */
  public boolean isLate(long number, Instant at) {
    Standing standing = sealing.get(number);
    StageTime usual = standing == null ? null : times.get(standing.state());
    return usual != null
        && usual.sectors() >= FEW
        && at.getEpochSecond() - standing.since() > LATE * Math.max(1, usual.longest());
  }
}
