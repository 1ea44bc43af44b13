package io.lotusflow.node;

import io.lotusflow.run.Problem;

/** The ways a daemon or a miner does not come up. */
public enum NodeProblem implements Problem {
  /** Its process ended, or ends again and again. {0} service, {1} log file. */
  SERVICE_DIED(Cure.OPERATOR),
  /** It lives, but its API does not answer. {0} service, {1} URL, {2} how long, {3} log file. */
  API_STAYS_AWAY(Cure.OPERATOR),
  /** The genesis file of a custom network cannot be had. {0} where from, {1} why. */
  GENESIS_MISSING(Cure.OPERATOR);

  private final Cure cure;

  NodeProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
