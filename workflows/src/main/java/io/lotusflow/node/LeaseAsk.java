package io.lotusflow.node;

import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/** Asks for the node of the scope. */
public record LeaseAsk(Scope scope, IfBusy ifBusy) implements Plan {

  /** What a run does that finds the node taken. */
  public enum IfBusy {
    /** Waits its turn, visibly. */
    WAIT,
    /** Leaves it, as a nightly run does. */
    SKIP
  }
}
