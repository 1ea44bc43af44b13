package io.lotusflow.sector;

import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.SectorStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks at some sectors again and again, and remembers since when each is in its state. */
final class Following {
  private final MinerApi miner;
  private final Duration stillAfter;
  private final Runnable beat;
  private final Map<Long, String> states = new TreeMap<>();
  private final Map<Long, Instant> since = new HashMap<>();

  /** Since when the worker that has its job was not seen to answer. */
  private final Map<Long, Instant> deaf = new HashMap<>();

  /**
   * @param stillAfter one on which nobody works for so long, and that stays where it is, stands
   *     still
   * @param beat between two calls
   */
  Following(
      MinerApi miner, List<SectorAt> sectors, Duration stillAfter, Instant now, Runnable beat) {
    this.beat = beat;
    this.miner = miner;
    this.stillAfter = stillAfter;
    sectors.forEach(
        sector -> {
          states.put(sector.number(), sector.state());
          since.put(sector.number(), now);
        });
  }

  void look(Instant now) {
    for (Long number : List.copyOf(states.keySet())) {
      beat.run();
      String state = miner.sector(number).map(SectorStatus::state).orElse("Removed");
      if (!state.equals(states.put(number, state))) {
        since.put(number, now);
      }
    }
  }

  List<SectorAt> sectors() {
    List<SectorAt> all = new ArrayList<>();
    states.forEach((number, state) -> all.add(new SectorAt(number, state)));
    return all;
  }

  /** Some are proven or lost. */
  boolean hasEnded() {
    return sectors().stream()
        .map(SectorAt::stage)
        .anyMatch(stage -> stage == SectorStage.PROVING || stage.isLost());
  }

  Optional<SectorNews.StillSector> still(Instant now) {
    List<SectorAt> quiet =
        sectors().stream()
            .filter(sector -> mayStandStill(sector.stage()))
            .filter(sector -> since.get(sector.number()).plus(stillAfter).isBefore(now))
            .toList();
    if (quiet.isEmpty()) {
      return Optional.empty();
    }
    Set<Long> workedOn = workedOn(now);
    return quiet.stream()
        .filter(sector -> !workedOn.contains(sector.number()))
        .findFirst()
        .map(
            sector ->
                new SectorNews.StillSector(
                    sector, miner.sector(sector.number()).map(SectorStatus::lastError).orElse("")));
  }

  /** A worker that is started anew is silent for a moment, and has its jobs all the same. */
  private Set<Long> workedOn(Instant now) {
    MinerApi.AtWork atWork = miner.atWork();
    Set<Long> workedOn = new TreeSet<>(atWork.all());
    Set<Long> without = atWork.deaf();
    deaf.keySet().retainAll(without);
    without.forEach(number -> deaf.putIfAbsent(number, now));
    workedOn.removeIf(
        number -> deaf.containsKey(number) && deaf.get(number).plus(stillAfter).isBefore(now));
    return workedOn;
  }

  private static boolean mayStandStill(SectorStage stage) {
    return stage == SectorStage.COMPUTING || stage == SectorStage.RETRYING;
  }

  String inWords() {
    return states.values().stream()
        .collect(Collectors.groupingBy(state -> state, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(state -> state.getValue() + " " + state.getKey())
        .collect(Collectors.joining(", "));
  }
}
