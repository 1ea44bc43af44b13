package io.lotusflow.job;

/**
 * A job that ended with a code that was not allowed: the command, the code, its last lines, where
 * the log is.
 */
public final class JobFailed extends RuntimeException {
  private final transient JobExit exit;

  JobFailed(String message, JobExit exit) {
    super(message);
    this.exit = exit;
  }

  public JobExit exit() {
    return exit;
  }
}
