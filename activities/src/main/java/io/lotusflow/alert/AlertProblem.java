package io.lotusflow.alert;

import io.lotusflow.run.Problem;

/** Why an alert did not go out. All are tried again; none of them ever names a secret. */
public enum AlertProblem implements Problem {
  /** File and its mode. */
  ALERT_FILE_OPEN,
  /** File and what is wrong with it. */
  ALERT_FILE_BAD,
  /** The service and what came back. */
  ALERT_REFUSED;

  @Override
  public Cure cure() {
    return Cure.RETRY;
  }
}
