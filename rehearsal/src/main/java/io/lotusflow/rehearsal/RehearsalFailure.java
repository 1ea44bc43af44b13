package io.lotusflow.rehearsal;

/**
 * The rehearsal network cannot be started, reached or removed; the message says why and what to do.
 */
public final class RehearsalFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RehearsalFailure(String message) {
    super(message);
  }

  public RehearsalFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
