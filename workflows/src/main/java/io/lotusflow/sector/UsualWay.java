package io.lotusflow.sector;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which state came after which on this machine: learned, since it differs with the version, with
 * deals and with how the miner is set up.
 *
 * @param next how often, by state and the one after it
 */
public record UsualWay(Map<String, Map<String, Long>> next) {

  public static final UsualWay UNKNOWN = new UsualWay(Map.of());

  public UsualWay {
    Map<String, Map<String, Long>> copy = new TreeMap<>();
    next.forEach((from, to) -> copy.put(from, Map.copyOf(to)));
    next = Map.copyOf(copy);
  }

  /** With what was seen since. */
  UsualWay and(List<WatchState.Change> changes) {
    Map<String, Map<String, Long>> more = new TreeMap<>();
    next.forEach((from, to) -> more.put(from, new TreeMap<>(to)));
    changes.forEach(
        change ->
            more.computeIfAbsent(change.from(), any -> new TreeMap<>())
                .merge(change.to(), 1L, Long::sum));
    return new UsualWay(more);
  }

  /**
   * The states that still come until a sector is proven, if nothing fails from here on. What failed
   * is not expected to fail again, and no state to come twice.
   *
   * @return absent where no sector was seen to go from there to its end
   */
  public Optional<List<String>> from(String state) {
    List<String> way = new ArrayList<>();
    Set<String> been = new HashSet<>(Set.of(state));
    Optional<String> then = after(state, been);
    while (then.isPresent() && SectorStage.of(then.get()) != SectorStage.PROVING) {
      way.add(then.get());
      been.add(then.get());
      then = after(then.get(), been);
    }
    return then.map(proven -> List.copyOf(way));
  }

  private Optional<String> after(String state, Set<String> been) {
    return next.getOrDefault(state, Map.of()).entrySet().stream()
        .filter(to -> !been.contains(to.getKey()) && isOnward(SectorStage.of(to.getKey())))
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey);
  }

  private static boolean isOnward(SectorStage stage) {
    return switch (stage) {
      case COMPUTING, SENDING, WAITING, PROVING -> true;
      case RETRYING, REMOVING, DEAD, UNKNOWN -> false;
    };
  }
}
