package io.lotusflow.window;

import io.lotusflow.run.Problem;

/** Why a node cannot be stopped. */
public enum WindowProblem implements Problem {
  /**
   * No stretch between live deadlines is long enough: {0} miner, {1} longest stretch, {2} time
   * needed.
   */
  WINDOW_TOO_SHORT(Cure.OPERATOR);

  private final Cure cure;

  WindowProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
