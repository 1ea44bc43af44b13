package io.lotusflow.upgrade;

import io.lotusflow.build.Release;
import io.lotusflow.lotus.Network;
import io.lotusflow.toml.TomlFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one release changes for a node that another one runs.
 *
 * @param now absent where its sources are not to be had: then nothing that comes is known to it
 */
record ReleaseChanges(Optional<Release> now, Release next, Network network) {

  /** Upgrades of the network that only the next release knows, by name. */
  Map<String, Long> newUpgrades() {
    Map<String, Long> upgrades = next.upgradeHeights(network);
    now.ifPresent(
        release -> {
          Map<String, Long> known = release.upgradeHeights(network);
          upgrades.entrySet().removeIf(any -> any.getValue().equals(known.get(any.getKey())));
        });
    return upgrades;
  }

  /** The first epoch that only the next release gets over; -1 = none. */
  long noWayBackFrom(long head) {
    return newUpgrades().values().stream()
        .filter(height -> height > head)
        .mapToLong(Long::longValue)
        .min()
        .orElse(-1);
  }

  /** Keys of a configuration that the next release ignores and today's does not. */
  static List<String> lostKeys(Path file, Optional<String> defaultsNow, String defaultsNext) {
    TomlFile toml = new TomlFile(file);
    List<String> dead = defaultsNow.map(toml::unknownKeys).orElse(List.of());
    return toml.unknownKeys(defaultsNext).stream().filter(key -> !dead.contains(key)).toList();
  }

  /** States of sectors that are promised to the chain, and not yet proven. */
  static final List<String> PROMISED =
      List.of(
          "PreCommitting",
          "SubmitPreCommitBatch",
          "PreCommitWait",
          "PreCommitBatchWait",
          "WaitSeed",
          "Committing",
          "CommitFinalize",
          "SubmitCommit",
          "SubmitCommitAggregate",
          "CommitWait",
          "CommitAggregateWait");
}
