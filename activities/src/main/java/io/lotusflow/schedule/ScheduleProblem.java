package io.lotusflow.schedule;

import io.lotusflow.run.Problem;

/** Why a schedule's run cannot tell whether it should go on. */
public enum ScheduleProblem implements Problem {
  /** The condition, and what came back. */
  NOT_MEASURED(Cure.RETRY);

  private final Cure cure;

  ScheduleProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
