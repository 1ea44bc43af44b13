package io.lotusflow.cli;

/** Exit codes; what they mean to people stands in the help. */
final class Exit {

  /** Done, or already so, or attached to the same run. */
  static final int DONE = 0;

  static final int FAILED = 1;

  /** Usage or settings. */
  static final int USAGE = 2;

  /** Refused before anything changed. */
  static final int REFUSED = 3;

  /** The run waits for a person. */
  static final int PARKED = 4;

  /** Cancelled or aborted. */
  static final int CANCELLED = 5;

  static final int UNREACHABLE = 6;

  /** This version of Lotus does not have it. */
  static final int UNSUPPORTED = 7;

  /** No worker for that host. */
  static final int NO_WORKER = 8;

  private Exit() {}
}
