package io.lotusflow.preflight;

import io.lotusflow.run.Problem;

/** Why nothing was started. */
public enum PreflightProblem implements Problem {
  /** {0} everything that refuses, each with what was seen and what to do. */
  PREFLIGHT_REFUSED;

  @Override
  public Cure cure() {
    return Cure.START_AGAIN;
  }
}
