package io.lotusflow.run;

import io.temporal.failure.TemporalFailure;

/** For workflows: whether steps of one kind may have changed anything. */
public final class Begun {

  private boolean begun;

  /** Not begun is what nobody took. */
  public void by(Runnable step) {
    boolean before = begun;
    begun = true;
    try {
      step.run();
    } catch (TemporalFailure failed) {
      begun = before || !HostAbsence.neverBegan(failed);
      throw failed;
    }
  }

  /** Whether any was, as far as anybody knows. */
  public boolean is() {
    return begun;
  }
}
