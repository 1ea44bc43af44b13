package io.lotusflow.job;

import io.lotusflow.run.Problem;

/** The ways a detached job fails whatever its command is. */
public enum JobProblem implements Problem {
  /** It ended with another code than 0: command, code, log. */
  JOB_FAILED(Cure.RETRY),
  /** It was stopped, or asked for before its stop and late: which. */
  JOB_STOPPED(Cure.OPERATOR),
  /** It was killed from outside, again and again: which. */
  JOB_VANISHED(Cure.RETRY),
  /** No such program, or no room for its files: which, and why. */
  JOB_NOT_STARTED(Cure.RETRY);

  private final Cure cure;

  JobProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
