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
  SEAL_WORKER_NOT_PROVEN(Cure.START_AGAIN),
  /** Others cannot reach where it listens: {0} address and port, {1} host. */
  SEAL_WORKER_ON_LOOPBACK(Cure.START_AGAIN),
  /** Lotus is not installed on its host: {0} program, {1} host. */
  SEAL_WORKER_NO_PROGRAM(Cure.OPERATOR),
  /** The file with the miner's token and address is not there: {0} file, {1} host. */
  MINER_INFO_MISSING(Cure.OPERATOR),
  /** Others can read that file: {0} file, {1} mode, {2} host. */
  MINER_INFO_OPEN(Cure.OPERATOR),
  /** Somebody else owns it: {0} file, {1} owner, {2} who reads it, {3} host. */
  MINER_INFO_NOT_OURS(Cure.OPERATOR),
  /** It is not one line of a token and an address: {0} file, {1} host. */
  MINER_INFO_MALFORMED(Cure.OPERATOR),
  /** Its address leads to the worker's own host: {0} file, {1} address, {2} host. */
  MINER_INFO_LOOPBACK(Cure.OPERATOR),
  /** Its address leads to another miner: {0} file, {1} that actor, {2} wanted actor, {3} host. */
  MINER_INFO_OTHER_MINER(Cure.OPERATOR),
  /** Its token may do too little: {0} file, {1} its permissions, {2} host. */
  MINER_INFO_TOO_LITTLE(Cure.OPERATOR);

  private final Cure cure;

  SealWorkerProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
