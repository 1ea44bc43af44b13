package io.lotusflow.rehearsal;

/**
 * The rehearsal network cannot be started, reached or removed; the message says why and what to do.
 */
public final class RehearsalFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Cure cure;

  /** What helps. */
  public enum Cure {
    /** To start the network. */
    START,
    /** To install a node and a miner on it. */
    INSTALL,
    /** What the message says. */
    NONE
  }

  public RehearsalFailure(String message) {
    this(message, Cure.NONE);
  }

  public RehearsalFailure(String message, Cure cure) {
    super(message);
    this.cure = cure;
  }

  public RehearsalFailure(String message, Throwable cause) {
    super(message, cause);
    this.cure = Cure.NONE;
  }

  public Cure cure() {
    return cure;
  }
}
