package io.lotusflow.rehearsal.suite.cli;

/** Ends a command: {@code ERROR: message} on stderr and the exit code. */
public final class CliException extends RuntimeException {
  private final int exitCode;

  public CliException(String message) {
    this(message, 1);
  }

  public CliException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
