package io.lotusflow.schedule;

import java.time.Duration;
import java.util.List;

/**
 * What a schedule does when not all is as usual. Everything is said here and nothing left to the
 * server's defaults.
 *
 * @param overlap when the last run still goes on
 * @param catchUp a run whose time passed while the server was down is made up for within this time
 * @param pauseOnFailure a failed run is the last one until somebody has looked
 * @param retries how often a failed procedure is tried again within one run
 * @param onlyIf all must hold, or the run is skipped
 * @param whenBusy another run has the node
 * @param waitAtMost for the node, then the run is skipped
 */
public record Rules(
    Overlap overlap,
    Duration catchUp,
    boolean pauseOnFailure,
    int retries,
    List<Condition> onlyIf,
    WhenBusy whenBusy,
    Duration waitAtMost) {

  /** The names are stored in histories: add, never rename. */
  public enum Overlap {
    SKIP,
    /** One run is kept back and starts when the last one has ended. */
    BUFFER
  }

  /** The names are stored in histories: add, never rename. */
  public enum WhenBusy {
    WAIT,
    SKIP
  }

  public Rules {
    onlyIf = List.copyOf(onlyIf);
  }
}
