package io.lotusflow.run;

import java.util.List;

/**
 * Why a run ended without doing anything; kept in its memo under {@link RunMemo#SKIPPED}. The words
 * are in the bundle {@code skips}.
 */
public record Skipped(Why why, List<String> arguments) {

  /** The names are stored in histories: add, never rename. */
  public enum Why {
    /** A condition of the schedule does not hold: which, and what was found. */
    CONDITION,
    /** Another run has the node: which, and since when. */
    NODE_BUSY
  }

  public Skipped {
    arguments = List.copyOf(arguments);
  }
}
