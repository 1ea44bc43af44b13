package io.lotusflow.process;

/**
 * The one place that starts short programs. Whichever way it is left, the whole process tree is
 * gone.
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class Programs {

  /** Runs a command that needs no heartbeat: it takes a second or two. */
  public Output run(Command command) {
    return run(command, () -> {});
  }

  /**
   * Runs the command to its end.
   *
   * @param heartbeat called at least once a second; what it throws ends the command and comes out
   *     of here
   * @throws CommandFailed if it cannot be started, takes longer than its timeout, or ends with a
   *     code that was not allowed
   */
  public Output run(Command command, Runnable heartbeat) {
    throw new UnsupportedOperationException(command + " " + heartbeat);
  }
}
