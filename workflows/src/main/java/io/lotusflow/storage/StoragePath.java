package io.lotusflow.storage;

import io.lotusflow.lotus.ByteSize;
import java.util.List;
import java.util.Optional;

/**
 * One path of a miner.
 *
 * @param weight Lotus' preference; 10 is its default
 * @param groups names of groups it belongs to (since v1.13.2)
 * @param allowTo groups whose paths may take files from here; empty = all (since v1.13.2)
 */
public record StoragePath(
    String path,
    boolean seal,
    boolean store,
    int weight,
    Optional<ByteSize> maxStorage,
    List<String> groups,
    List<String> allowTo) {
  public StoragePath {
    // Plans of runs that began before there were groups do not name them.
    groups = groups == null ? List.of() : List.copyOf(groups);
    allowTo = allowTo == null ? List.of() : List.copyOf(allowTo);
  }

  public StoragePath(
      String path, boolean seal, boolean store, int weight, Optional<ByteSize> maxStorage) {
    this(path, seal, store, weight, maxStorage, List.of(), List.of());
  }
}
