package io.lotusflow.migration;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/**
 * Files of storage paths, and what the miner says of them. Each may be killed at any moment and
 * done again; until {@link #removeOld} the old paths are complete.
 */
@ActivityInterface(namePrefix = "Migration.")
public interface MigrationActivities {

  /**
   * Refuses what would not work: paths that are not the miner's, targets that are taken, overlap
   * with something, are too small, or take no files of that owner. Leaves nothing behind.
   */
  MigrationGround check(MigrationPlan plan);

  /**
   * Copies while the miner works, beside where the files will lie, and reads back what it has
   * copied; again, until a round takes only seconds. Waits while a proof is due. What lies there is
   * not copied again.
   */
  Receipt copy(MigrationPlan plan);

  /**
   * Asks which sectors can be proven, one by one, which takes its time; so that {@link
   * #noteProvable} has only new ones to ask.
   */
  Receipt lookAtProvable(MigrationPlan plan);

  /**
   * Writes down which sectors can be proven now, for {@link #checkProven} to compare, and that the
   * miner, which runs, is stopped next.
   */
  Receipt noteProvable(MigrationPlan plan);

  /** Whether what is not copied yet could be within the planned outage. */
  RestLook lookAtRest(MigrationPlan plan);

  /**
   * With the miner stopped: copies what changed since, and takes away what is no more. Of a miner
   * that ran it takes half of the planned outage at most, else MIGRATION_REST_TOO_LONG. A switch
   * that was cut off is undone first.
   */
  Receipt copyRest(MigrationPlan plan);

  /**
   * With the miner stopped and everything copied: puts the copies where they belong, gives them
   * their {@code sectorstore.json}, changes {@code storage.json}, and takes the old paths' {@code
   * sectorstore.json} away. At each moment the miner could be started, with the one or the other.
   */
  Receipt switchIn(MigrationPlan plan);

  /**
   * With the miner stopped: undoes {@link #switchIn}, from wherever it was left. What the miner has
   * written into the new paths since is brought back.
   */
  Receipt switchBack(MigrationPlan plan);

  /**
   * Returns when the miner has opened all new paths, none of the old ones, and has the files of all
   * sectors that were moved.
   */
  Receipt awaitStorage(MigrationPlan plan);

  /** Whether each sector is as provable as before, else MIGRATION_SECTORS_BAD; takes its time. */
  Receipt checkProven(MigrationPlan plan);

  /**
   * Computes the window proofs of the deadlines whose sectors were moved, where the version can
   * (v1.15.2); sends nothing.
   */
  Receipt testProofs(MigrationPlan plan);

  /**
   * Deletes old files one by one, each right after its twin was read back and is the same. All
   * others stay.
   */
  RemovedFiles removeOld(MigrationPlan plan);
}
