package io.lotusflow.lotus;

import io.lotusflow.run.Problem;

/** The ways a call to a daemon or a miner fails. */
public enum ApiProblem implements Problem {
  /** Nobody listens there, or nobody answers in time. {0} URL, {1} what came back. */
  API_UNREACHABLE(Cure.RETRY),
  /** The token is not taken, or may do too little. {0} URL, {1} token file, {2} what came back. */
  WRONG_TOKEN(Cure.OPERATOR),
  /** The token file of a remote API cannot be read. {0} file, {1} why. */
  TOKEN_UNREADABLE(Cure.OPERATOR),
  /** The node does not know a method. {0} URL, {1} method. */
  API_METHOD_MISSING(Cure.OPERATOR),
  /** The node answered with an error. {0} URL, {1} method, {2} message. */
  API_REFUSED(Cure.RETRY);

  private final Cure cure;

  ApiProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
