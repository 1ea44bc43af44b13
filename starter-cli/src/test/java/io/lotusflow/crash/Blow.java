package io.lotusflow.crash;

import java.time.Instant;

/**
 * What came of an aim.
 *
 * @param over when the server answered again, or the blow was dealt if it was not the server's
 * @param hit whether the step was at work at that moment and the victim there
 */
public record Blow(StepAtWork step, Aim aim, Instant over, boolean hit, String what) {

  @Override
  public String toString() {
    return "%s: %s %s".formatted(step.name(), aim.victim(), what);
  }
}
