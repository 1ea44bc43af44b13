package io.lotusflow.chain;

import java.util.List;

/**
 * The tipset at which a node starts that imports a snapshot.
 *
 * @param cids of its blocks; empty if it could not be told
 * @param height in epochs; -1 if it could not be told
 * @param timestamp in seconds since 1970, as its blocks say; 0 if it could not be told
 * @param ageSeconds how long before the verification that was
 */
public record SnapshotHead(List<String> cids, long height, long timestamp, long ageSeconds) {

  public SnapshotHead {
    cids = List.copyOf(cids);
  }

  public static SnapshotHead unknown() {
    return new SnapshotHead(List.of(), -1, 0, 0);
  }

  public boolean isKnown() {
    return height >= 0;
  }
}
