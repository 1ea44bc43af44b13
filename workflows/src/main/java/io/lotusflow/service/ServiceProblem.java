package io.lotusflow.service;

import io.lotusflow.run.Problem;

/** What keeps a service from running. */
public enum ServiceProblem implements Problem {
  /** It was started and did not stay: name, what was seen, its log. */
  SERVICE_NOT_STARTED(Cure.RETRY),
  /** Units were asked for, but no systemd runs here: name. */
  NO_SYSTEMD(Cure.OPERATOR),
  /** It shall run as somebody else, which takes root: name, user. */
  SERVICE_USER_NEEDS_ROOT(Cure.OPERATOR);

  private final Cure cure;

  ServiceProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
