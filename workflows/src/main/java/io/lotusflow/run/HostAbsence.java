package io.lotusflow.run;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;

/** What befalls a step because of its host, whatever the step is. */
public enum HostAbsence implements Problem {
  /** The host was removed while a step waited for it: {0} host. */
  HOST_REMOVED(Cure.OPERATOR),
  /** Nobody there took the step while others were down: {0} host, {1} seconds. */
  STEP_NOT_TAKEN(Cure.OPERATOR),
  /** As {@link #STEP_NOT_TAKEN}, but an attempt had begun there: {0} host, {1} seconds. */
  STEP_LEFT(Cure.OPERATOR);

  private final Cure cure;

  HostAbsence(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }

  /** Whether it was the host that failed, and not the step. */
  public static boolean is(TemporalFailure failed) {
    for (HostAbsence any : values()) {
      if (any.isCauseOf(failed)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the step that failed was taken by nobody: it changed nothing. */
  public static boolean neverBegan(TemporalFailure failed) {
    return STEP_NOT_TAKEN.isCauseOf(failed);
  }

  private boolean isCauseOf(TemporalFailure failed) {
    return failed instanceof ActivityFailure
        && failed.getCause() instanceof ApplicationFailure cause
        && name().equals(cause.getType());
  }
}
