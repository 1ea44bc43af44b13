package io.lotusflow.restart;

import io.lotusflow.run.Problem;

/** Why a restart waits for a person. The names are stored in histories: add, never rename. */
public enum RestartProblem implements Problem {
  /** Proof parameters are not there: {0} folder. */
  RESTART_NO_PARAMETERS(Cure.OPERATOR),
  /** Jobs that would start over did not end in time: {0} jobs, {1} time. */
  RESTART_JOBS_RUNNING(Cure.OPERATOR),
  /** Something did not work, and all was started again: {0} what happened. */
  RESTART_UNDONE(Cure.OPERATOR),
  /** The miner took too long to stop: {0} seconds, {1} planned for all. */
  RESTART_STOP_TOO_SLOW(Cure.OPERATOR),
  /** It runs, but not all is there again: {0} what is missing. */
  RESTART_INCOMPLETE(Cure.OPERATOR);

  private final Cure cure;

  RestartProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
