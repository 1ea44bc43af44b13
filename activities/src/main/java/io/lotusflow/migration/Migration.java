package io.lotusflow.migration;

import java.util.List;
import java.util.Optional;

/**
 * A migration of one node's storage as it is written down, before anything is done.
 *
 * @param targets all folders that get sectors, in the order in which they were named
 * @param storageJson the miner's {@code storage.json} before the switch; empty until then
 * @param provable numbers of sectors that could be proven before the switch
 * @param ran the miner ran before it was to be stopped, and was not seen with its new storage yet
 * @param speed bytes that were copied and read back in a second; 0 = not measured
 */
record Migration(
    List<PathMove> moves,
    Phase phase,
    List<Target> targets,
    String storageJson,
    List<Long> provable,
    boolean ran,
    long speed) {

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
  }

  static Migration of(List<PathMove> moves, List<Target> targets) {
    return new Migration(moves, Phase.COPYING, targets, "", List.of(), false, 0);
  }

  Migration switching(String before) {
    return new Migration(moves, Phase.SWITCHING, targets, before, provable, ran, speed);
  }

  Migration in(Phase then) {
    return new Migration(moves, then, targets, storageJson, provable, ran, speed);
  }

  /** Of a miner that runs, and is stopped next. */
  Migration withProvable(List<Long> numbers) {
    return new Migration(moves, phase, targets, storageJson, numbers, true, speed);
  }

  Migration seenBack() {
    return new Migration(moves, phase, targets, storageJson, provable, false, speed);
  }

  Migration copiedAt(long bytesPerSecond) {
    return new Migration(moves, phase, targets, storageJson, provable, ran, bytesPerSecond);
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
