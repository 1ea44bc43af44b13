package io.lotusflow.sync;

import io.lotusflow.run.Problem;

/** The ways a chain does not become current. */
public enum SyncProblem implements Problem {
  /** Nothing moved for too long. {0} height, {1} epochs behind, {2} how long, {3} peers. */
  SYNC_STALLED(Cure.OPERATOR);

  private final Cure cure;

  SyncProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
