package io.lotusflow.node;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.failure.ApplicationFailure;

/** What an activity failed with, however deep it lies. */
public final class Failures {
  private Failures() {}

  public static ApplicationFailure of(Runnable act) {
    Throwable thrown = catchThrowable(act::run);
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure failure) {
        return failure;
      }
    }
    throw new AssertionError("no failure, but " + thrown, thrown);
  }
}
