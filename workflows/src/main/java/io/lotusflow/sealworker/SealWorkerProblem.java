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
  SEAL_WORKER_HOLDS_SECTORS(Cure.OPERATOR);

  private final Cure cure;

  SealWorkerProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
