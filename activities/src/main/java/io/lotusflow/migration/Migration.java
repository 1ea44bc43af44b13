package io.lotusflow.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A migration of one node's storage as it is written down, before anything is done.
 *
 * @param targets all folders that get sectors, in the order in which they were named
 * @param storageJson the miner's {@code storage.json} before the switch; empty until then
 * @param provable numbers of sectors that could be proven before the switch
 * @param ran the miner ran before it was to be stopped, and was not seen with its new storage yet
 * @param notedAt when the oldest of them was asked for, in seconds of the epoch; 0 = never
 * @param proofSeconds how long the test of a window proof took that was whole, by deadline
 * @param speed bytes that were copied and read back in a second; 0 = not measured
 */
record Migration(
    List<PathMove> moves,
    Phase phase,
    List<Target> targets,
    String storageJson,
    List<Long> provable,
    boolean ran,
    long speed,
    long notedAt,
    Map<Integer, Long> proofSeconds) {

  /** Where a migration is. The names are on disks: add, never rename. */
  enum Phase {
    /** The miner has its old storage. */
    COPYING,
    /** With the miner stopped, it is just given the other one. */
    SWITCHING,
    /** The miner has its new storage. */
    SWITCHED
  }

  /**
   * A folder that gets sectors.
   *
   * @param id of it as storage
   * @param meta its {@code sectorstore.json}; empty where the miner has it as storage already
   */
  record Target(String path, String id, String meta) {
    boolean isNew() {
      return !meta.isEmpty();
    }
  }

  Migration {
    moves = List.copyOf(moves);
    targets = List.copyOf(targets);
    provable = List.copyOf(provable);
    proofSeconds = Map.copyOf(Objects.requireNonNullElse(proofSeconds, Map.of()));
  }

  static Migration of(List<PathMove> moves, List<Target> targets) {
    return new Migration(moves, Phase.COPYING, targets, "", List.of(), false, 0, 0, Map.of());
  }

  Migration switching(String before) {
    return new Migration(
        moves, Phase.SWITCHING, targets, before, provable, ran, speed, notedAt, Map.of());
  }

  Migration in(Phase then) {
    // Sectors that went bad meanwhile are to be seen before another switch.
    long noted = then == Phase.COPYING ? 0 : notedAt;
    return new Migration(
        moves, then, targets, storageJson, provable, ran, speed, noted, proofSeconds);
  }

  Migration withProvable(Collection<Long> numbers, long since) {
    return new Migration(
        moves, phase, targets, storageJson, sorted(numbers), ran, speed, since, proofSeconds);
  }

  /** Of a miner that runs. */
  Migration stoppedNext() {
    return new Migration(
        moves, phase, targets, storageJson, provable, true, speed, notedAt, proofSeconds);
  }

  Migration testedIn(int deadline, Duration time) {
    Map<Integer, Long> more = new TreeMap<>(proofSeconds);
    more.put(deadline, time.toSeconds());
    return new Migration(moves, phase, targets, storageJson, provable, ran, speed, notedAt, more);
  }

  private static List<Long> sorted(Collection<Long> numbers) {
    return numbers.stream().sorted().distinct().toList();
  }

  Migration seenBack() {
    return new Migration(
        moves, phase, targets, storageJson, provable, false, speed, notedAt, proofSeconds);
  }

  Migration copiedAt(long bytesPerSecond) {
    return new Migration(
        moves, phase, targets, storageJson, provable, ran, bytesPerSecond, notedAt, proofSeconds);
  }

  boolean isNotedWithin(Duration time) {
    return Instant.ofEpochSecond(notedAt).plus(time).isAfter(Instant.now());
  }

  boolean isOf(MigrationPlan plan) {
    return moves.equals(plan.moves());
  }

  Optional<Target> target(String path) {
    return targets.stream().filter(target -> target.path().equals(path)).findFirst();
  }

  String inWords() {
    return String.join("; ", moves.stream().map(PathMove::toString).toList());
  }
}
