package io.lotusflow.migration;

import io.lotusflow.run.Problem;

/** The ways a migration of storage does not go on. */
public enum MigrationProblem implements Problem {
  /** The miner has no such storage: path, what it has. */
  MIGRATION_NO_SUCH_PATH(Cure.START_AGAIN),
  /** Target and another folder are the same, or one lies in the other: target, other. */
  MIGRATION_OVERLAPS(Cure.START_AGAIN),
  /** The path cannot be written to, so the switch could not take it from the miner: path. */
  MIGRATION_SOURCE_READ_ONLY(Cure.START_AGAIN),
  /** Other things lie in the target: target, some of them. */
  MIGRATION_TARGET_TAKEN(Cure.START_AGAIN),
  /** Another miner or worker uses the folder: folder, who. */
  MIGRATION_OTHERS_STORAGE(Cure.START_AGAIN),
  /** Two of the paths have the same file of a sector: file, one path, other path. */
  MIGRATION_SECTOR_TWICE(Cure.START_AGAIN),
  /** A migration of this node's storage is not over: what it moves. */
  MIGRATION_ANOTHER(Cure.START_AGAIN),
  /** Files cannot be given to whom they belong: folder, owner, what was said. */
  MIGRATION_OWNER_REFUSED(Cure.OPERATOR),
  /** Too little room: target, needed, free. */
  MIGRATION_NO_ROOM(Cure.OPERATOR),
  /** The copy is not what was written, again and again: how many files, target. */
  MIGRATION_COPY_DIFFERS(Cure.OPERATOR),
  /** The miner runs, where it must not: what for. */
  MIGRATION_MINER_RUNS(Cure.OPERATOR),
  /** Somebody writes into the path though the miner is stopped: path, file. */
  MIGRATION_SOURCE_CHANGES(Cure.OPERATOR),
  /** The miner runs without some of its storage: what is missing, seconds. */
  MIGRATION_STORAGE_MISSING(Cure.OPERATOR),
  /** Sectors that could be proven before cannot now: numbers, why for the first. */
  MIGRATION_SECTORS_BAD(Cure.OPERATOR),
  /** A test of the window proof leaves sectors out: deadline, numbers. */
  MIGRATION_PROOF_SKIPS(Cure.OPERATOR),
  /** What changed at last is not copied in time: seconds. */
  MIGRATION_REST_TOO_LONG(Cure.OPERATOR),
  /** The stop took too much of the stretch: seconds, planned outage. */
  MIGRATION_STOP_TOO_SLOW(Cure.OPERATOR),
  /** The miner has its old storage again: why. */
  MIGRATION_UNDONE(Cure.OPERATOR),
  /** The switch failed, and so did the way back; what ran was started: why the way back did. */
  MIGRATION_NOT_UNDONE(Cure.OPERATOR),
  /** A twin's content is not what was copied: twin, old file. */
  MIGRATION_TWIN_DIFFERS(Cure.OPERATOR),
  /** What is about to be deleted: paths, size. */
  MIGRATION_OLD_GOES(Cure.OPERATOR);

  private final Cure cure;

  MigrationProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
