package io.lotusflow.run;

import io.temporal.failure.ApplicationFailure;

/** How a run ends that an operator aborted. */
public final class Aborted {

  /** The failure's type, as it stands in the history. */
  public static final String TYPE = "ABORTED";

  private Aborted() {}

  static ApplicationFailure because(String reason) {
    return ApplicationFailure.newNonRetryableFailure("aborted by the operator: " + reason, TYPE);
  }
}
