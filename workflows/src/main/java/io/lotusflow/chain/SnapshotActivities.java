package io.lotusflow.chain;

import io.lotusflow.run.DetachedJob;
import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Chain data from a snapshot. Manual: build and install, steps 6 and 7. */
@ActivityInterface(namePrefix = "Snapshot.")
public interface SnapshotActivities {

  /** Says whether the daemon's repository has chain data already; then nothing is fetched. */
  ImportedChain inspect(SnapshotPlan plan);

  /**
   * Follows a {@code latest} URL once to its versioned file, and looks for the digest beside it.
   */
  SnapshotSource resolve(SnapshotPlan plan);

  /** Downloads with resume across restarts; a changed file or a wrong digest is never used. */
  SnapshotFile fetch(SnapshotPlan plan, SnapshotSource source);

  /**
   * Imports into a repository beside the daemon's and moves its {@code datastore} in when the
   * import is whole. An import that died is started over from an empty one.
   */
  @DetachedJob
  ImportedChain importBeside(SnapshotPlan plan, SnapshotFile file);

  /** Removes the downloaded file once its chain is in place. */
  Receipt discard(SnapshotPlan plan, SnapshotFile file);
}
