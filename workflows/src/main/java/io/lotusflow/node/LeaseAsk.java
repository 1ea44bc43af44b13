package io.lotusflow.node;

import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.time.Duration;

/**
 * Asks for the node of the scope.
 *
 * @param atMost how long to wait for it; older asks have none and wait for ever
 */
public record LeaseAsk(Scope scope, IfBusy ifBusy, Duration atMost) implements Plan {

  /** Of a run that somebody started by hand: it waits until it is its turn. */
  public static final Duration FOR_EVER = Duration.ofSeconds(Integer.MAX_VALUE);

  /** What a run does that finds the node taken. */
  public enum IfBusy {
    /** Waits its turn, visibly. */
    WAIT,
    /** Leaves it, as a nightly run does. */
    SKIP
  }

  public LeaseAsk {
    atMost = atMost == null ? FOR_EVER : atMost;
  }

  /** Waits its turn, however long that takes. */
  public static LeaseAsk patient(Scope scope) {
    return new LeaseAsk(scope, IfBusy.WAIT, FOR_EVER);
  }

  /** Whether a run that has waited so long leaves the node to the other. */
  public boolean isTooLong(Duration waited) {
    return ifBusy == IfBusy.SKIP || waited.compareTo(atMost) >= 0;
  }
}
