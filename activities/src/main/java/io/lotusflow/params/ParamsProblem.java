package io.lotusflow.params;

import io.lotusflow.run.Problem;

/** The ways proof parameters are not had. */
public enum ParamsProblem implements Problem {
  /** Too little room: folder, bytes needed, bytes free. */
  PARAMS_NO_SPACE(Cure.OPERATOR),
  /** No gateway gave all files: gateways, log file. */
  PARAMS_NOT_FETCHED(Cure.RETRY);

  private final Cure cure;

  ParamsProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
