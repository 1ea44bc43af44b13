package io.lotusflow.window;

import io.lotusflow.run.Problem;

/** Why a node cannot be stopped. */
public enum WindowProblem implements Problem {
  /**
   * No stretch between live deadlines is long enough: {0} miner, {1} longest stretch, {2} time
   * needed.
   */
  WINDOW_TOO_SHORT(Cure.OPERATOR),
  /** The miner's service runs, but its API does not answer: {0} address, {1} what came back. */
  WINDOW_MINER_SILENT(Cure.RETRY);

  private final Cure cure;

  WindowProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
