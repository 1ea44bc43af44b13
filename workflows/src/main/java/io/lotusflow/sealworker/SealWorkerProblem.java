package io.lotusflow.sealworker;

import io.lotusflow.run.Problem;

/** What is wrong with a seal worker. */
public enum SealWorkerProblem implements Problem {
  /** Another worker has it: {0} what, {1} value, {2} the other worker. */
  SEAL_WORKER_TAKEN(Cure.START_AGAIN),
  /** Its folder is a repository of something else: {0} folder, {1} repository. */
  SEAL_WORKER_IN_REPOSITORY(Cure.START_AGAIN),
  /** Other things lie in its folder: {0} folder, {1} some names. */
  SEAL_WORKER_FOREIGN_FILES(Cure.START_AGAIN),
  /** Somebody listens there already: {0} address. */
  SEAL_WORKER_PORT_BUSY(Cure.START_AGAIN),
  /** It ended again and again: {0} name, {1} times, {2} its log. */
  SEAL_WORKER_ENDS(Cure.OPERATOR),
  /** It runs, but the miner does not know it: {0} name, {1} seconds, {2} its log. */
  SEAL_WORKER_NOT_JOINED(Cure.RETRY),
  /** Sectors that are sealed have their files with it: {0} name, {1} sectors. */
  SEAL_WORKER_HOLDS_SECTORS(Cure.OPERATOR),
  /** The new folder's disk is too small: {0} folder, {1} needed, {2} free. */
  SEAL_WORKER_NO_ROOM(Cure.START_AGAIN),
  /** The new folder's disk is not mounted: {0} folder, {1} mount point. */
  SEAL_WORKER_NOT_MOUNTED(Cure.START_AGAIN),
  /** The folder of an earlier move is still kept: {0} name, {1} that folder. */
  SEAL_WORKER_OLD_KEPT(Cure.START_AGAIN),
  /** The copy is not what was copied: {0} new folder, {1} file. */
  SEAL_WORKER_COPY_DIFFERS(Cure.OPERATOR),
  /** It runs without some of its storage: {0} name, {1} ids, {2} seconds. */
  SEAL_WORKER_STORAGE_MISSING(Cure.OPERATOR),
  /** It was not moved, and works in its old folder again: {0} why. */
  SEAL_WORKER_MOVED_BACK(Cure.OPERATOR),
  /** No old folder is kept: {0} name. */
  SEAL_WORKER_NOTHING_KEPT(Cure.START_AGAIN),
  /** It does not work in the new folder: {0} name, {1} new folder, {2} old folder. */
  SEAL_WORKER_NOT_PROVEN(Cure.START_AGAIN);

  private final Cure cure;

  SealWorkerProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
