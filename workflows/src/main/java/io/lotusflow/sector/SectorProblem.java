package io.lotusflow.sector;

import io.lotusflow.run.Problem;

/** What keeps sectors from being pledged, or from being proven. */
public enum SectorProblem implements Problem {
  /** No path takes sealing; a real miner would take the pledge and wait for ever: {0} actor. */
  SECTOR_NO_SEALING_PATH(Cure.START_AGAIN),
  /** Too little room on the sealing paths: {0} needed, {1} free, {2} sectors that are sealed. */
  SECTOR_NO_ROOM(Cure.OPERATOR),
  /** No worker of the miner takes work: {0} actor. */
  SECTOR_NO_WORKER(Cure.OPERATOR),
  /** Who pays cannot pay deposits, pledges and gas: {0} addresses, {1} balance, {2} needed. */
  SECTOR_NO_FUNDS(Cure.OPERATOR),
  /** As many sectors wait for deals as the miner allows: {0} waiting, {1} allowed. */
  SECTOR_WAIT_DEALS(Cure.OPERATOR),
  /** The miner takes no more at the moment: {0} its words. */
  SECTOR_LIMIT(Cure.OPERATOR),
  /** As many as {0} are sealed at once; no more was asked for. */
  SECTOR_PARALLEL(Cure.OPERATOR),
  /** The miner was told to pledge and no new sector came: {0} seconds. */
  SECTOR_NOT_PLEDGED(Cure.RETRY),
  /** A sector of the batch will not be proven: {0} number, {1} state, {2} error. */
  SECTOR_LOST(Cure.OPERATOR),
  /** The miner has no such sector: {0} number. */
  SECTOR_UNKNOWN(Cure.START_AGAIN),
  /** The miner's version does not have that state: {0} state, {1} since, {2} its version. */
  SECTOR_STATE_TOO_NEW(Cure.START_AGAIN),
  /** A worker has a job for it, and what is set meanwhile comes only after it: {0} number. */
  SECTOR_HAS_JOB(Cure.START_AGAIN),
  /** A sector that is put there may be lost, and nobody named it twice: {0} number, {1} state. */
  SECTOR_STATE_ENDS(Cure.START_AGAIN),
  /** The worker that has its job does not answer: {0} number, {1} state, {2} task and worker. */
  SECTOR_WORKER_AWAY(Cure.OPERATOR),
  /** Whoever has its files does not answer: {0} number, {1} state, {2} who. */
  SECTOR_FILES_AWAY(Cure.OPERATOR),
  /** Nobody has the files that its state needs: {0} number, {1} state, {2} which. */
  SECTOR_FILES_LOST(Cure.OPERATOR),
  /** At its next failure Lotus removes it: {0} number, {1} state, {2} error. */
  SECTOR_LAST_TRY(Cure.OPERATOR),
  /** No room or no path: {0} number, {1} state, {2} error. */
  SECTOR_NO_PLACE(Cure.OPERATOR),
  /** Fails at the same place again and again: {0} number, {1} state, {2} how often and error. */
  SECTOR_KEEPS_FAILING(Cure.OPERATOR),
  /** Neither promised nor on the chain any more: {0} number, {1} state, {2} evidence. */
  SECTOR_PROMISE_GONE(Cure.OPERATOR),
  /** Nothing happens any more: {0} number, {1} state, {2} error. */
  SECTOR_OVER(Cure.OPERATOR),
  /** What may be done by itself was done often enough: {0} number, {1} state, {2} what. */
  SECTOR_TRIED_ENOUGH(Cure.OPERATOR),
  /** Whether it waits in the scheduler cannot be told: {0} number, {1} state. */
  SECTOR_CANNOT_TELL(Cure.OPERATOR),
  /** A state that is not known here: {0} number, {1} state. */
  SECTOR_STRANGE(Cure.OPERATOR),
  /** It could be cured, and nobody has allowed it: {0} number, {1} state, {2} evidence. */
  SECTOR_MAY_BE_CURED(Cure.OPERATOR),
  /** What is to be done wants another state: {0} number, {1} state, {2} wanted. */
  SECTOR_OTHER_STATE(Cure.START_AGAIN),
  /** The miner's version cannot take a mark away: {0} number, {1} its version. */
  LOTUS_LACKS_ABORT_UPGRADE(Cure.START_AGAIN),
  /** Deals are being put into it, and nobody named it twice: {0} number, {1} state. */
  SECTOR_TAKES_DEALS(Cure.START_AGAIN),
  /** The miner did not do it: {0} number, {1} its words. */
  SECTOR_NOT_MARKED(Cure.START_AGAIN),
  /** A sector stands still, also after it was set going again: {0} number, {1} state, {2} error. */
  SECTOR_STANDS_STILL(Cure.OPERATOR);

  private final Cure cure;

  SectorProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
