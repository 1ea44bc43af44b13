package io.lotusflow.fleet;

import io.lotusflow.run.Problem;

/** What is wrong with a host as one of many. */
public enum FleetProblem implements Problem {
  /** Its clock and the server's differ by too much: {0} host, {1} by how much, {2} limit. */
  HOST_CLOCK_OFF(Cure.OPERATOR);

  private final Cure cure;

  FleetProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
