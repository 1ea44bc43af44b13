package io.lotusflow.sector;

import io.lotusflow.sector.SectorTrouble.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of a miner's sectors: where each that is sealed stands and since when, how long
 * each state took here so far, and what is to be told. Those that are proven are only counted, so
 * it stays small.
 *
 * @param counts sectors by state, all of them
 * @param sealing by number
 * @param times by state
 * @param way from state to state
 * @param untold what the operator has not been told yet
 * @param toldAt when the operator was told last, in seconds since 1970
 */
public record WatchState(
    Map<String, Integer> counts,
    Map<Long, Standing> sealing,
    Map<String, StageTime> times,
    UsualWay way,
    List<SectorTrouble> untold,
    long toldAt) {

  public static final WatchState NOTHING =
      new WatchState(Map.of(), Map.of(), Map.of(), UsualWay.UNKNOWN, List.of(), 0);

  /** Longer than it ever took here, times this, and it is late. */
  private static final int LATE = 3;

  /** Before a state was seen to end three times, nothing is said about its time. */
  private static final int FEW = 3;

  public WatchState {
    counts = Map.copyOf(counts);
    sealing = Map.copyOf(sealing);
    times = Map.copyOf(times);
    // Books that were written before there was any do not have them.
    way = way == null ? UsualWay.UNKNOWN : way;
    untold = untold == null ? List.of() : List.copyOf(untold);
  }

  /**
   * A sector that is sealed.
   *
   * @param since in seconds since 1970; not before the first look
   * @param sinceKnown whether it was seen to come into that state
   * @param setGoing how often it was set going again
   * @param noticed what the operator is told, or was
   */
  public record Standing(
      String state, long since, boolean sinceKnown, int setGoing, List<Reason> noticed) {
    public Standing {
      noticed = noticed == null ? List.of() : List.copyOf(noticed);
    }

    private Standing withSetGoing() {
      return new Standing(state, since, sinceKnown, setGoing + 1, noticed);
    }

    private Standing with(Reason reason) {
      List<Reason> more = new ArrayList<>(noticed);
      more.add(reason);
      return new Standing(state, since, sinceKnown, setGoing, more);
    }
  }

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
   * @param now states of the sectors that are sealed, and of those that were and are not any more
   */
  public WatchState seen(Map<Long, String> now, Map<String, Integer> all, Instant at) {
    Map<Long, Standing> next = new TreeMap<>();
    now.forEach(
        (number, state) -> {
          if (SectorStage.of(state).isSealing()) {
            next.put(number, standing(number, state, at));
          }
        });
    Map<String, StageTime> took = new TreeMap<>(times);
    List<Change> moved = new ArrayList<>();
    sealing.forEach(
        (number, was) -> {
          String state = now.getOrDefault(number, "");
          if (!was.state().equals(state)) {
            moved.add(new Change(number, was.state(), state));
            learn(took, was, at);
          }
        });
    return new WatchState(all, next, took, way.and(moved), untold, toldAt);
  }

  private static void learn(Map<String, StageTime> took, Standing was, Instant at) {
    if (was.sinceKnown()) {
      long seconds = at.getEpochSecond() - was.since();
      took.merge(was.state(), new StageTime(1, seconds, seconds), (old, one) -> old.and(seconds));
    }
  }

  private Standing standing(long number, String state, Instant at) {
    Standing was = sealing.get(number);
    if (was != null && was.state().equals(state)) {
      return was;
    }
    // What is there at the first look has been there for nobody knows how long.
    boolean known = !equals(NOTHING);
    int setGoing = was == null ? 0 : was.setGoing();
    return new Standing(state, at.getEpochSecond(), known, setGoing, List.of());
  }

  /** The same, with one set going again. */
  public WatchState setGoing(long number) {
    Map<Long, Standing> next = new TreeMap<>(sealing);
    next.computeIfPresent(number, (any, was) -> was.withSetGoing());
    return new WatchState(counts, next, times, way, untold, toldAt);
  }

  /** With more to tell; none is noticed again for as long as its sector stays where it is. */
  public WatchState noticed(Collection<SectorTrouble> troubles) {
    Map<Long, Standing> next = new TreeMap<>(sealing);
    List<SectorTrouble> more = new ArrayList<>(untold);
    for (SectorTrouble trouble : troubles) {
      next.computeIfPresent(trouble.number(), (any, was) -> was.with(trouble.reason()));
      more.add(trouble);
    }
    return new WatchState(counts, next, times, way, more, toldAt);
  }

  /** After the operator was told of all that was noticed until then. */
  public WatchState told(long until, Instant at) {
    List<SectorTrouble> left =
        untold.stream().filter(trouble -> trouble.noticed() > until).toList();
    return new WatchState(counts, sealing, times, way, left, at.getEpochSecond());
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

  /**
   * How long until a sector is proven, by what each state that still comes took here on average.
   *
   * @param spent in its state so far
   * @return absent where a time is not known
   */
  public Optional<Duration> remaining(String state, Duration spent) {
    return whole(state)
        .map(
            whole -> {
              Duration here = times.get(state).mean();
              return whole.minus(spent.compareTo(here) < 0 ? spent : here);
            });
  }

  /** When it should be proven; stays the same while the sector is in its state. */
  public Optional<Instant> expected(long number) {
    return Optional.ofNullable(sealing.get(number))
        .flatMap(
            standing -> whole(standing.state()).map(Instant.ofEpochSecond(standing.since())::plus));
  }

  /** From the moment at which a sector comes into that state. */
  private Optional<Duration> whole(String state) {
    return way.from(state)
        .filter(rest -> times.containsKey(state) && times.keySet().containsAll(rest))
        .map(
            rest ->
                rest.stream()
                    .map(coming -> times.get(coming).mean())
                    .reduce(times.get(state).mean(), Duration::plus));
  }
}
