package io.lotusflow.process;

import java.util.Optional;

/** A short command that did not end as it should: what it was, how it ended, what it said last. */
public final class CommandFailed extends RuntimeException {
  private final Optional<Output> output;

  CommandFailed(String message, Optional<Output> output, Throwable cause) {
    super(Redactor.redact(message), cause);
    this.output = output;
  }

  /** What it printed; empty if it could not be started or was ended by us. */
  public Optional<Output> output() {
    return output;
  }
}
