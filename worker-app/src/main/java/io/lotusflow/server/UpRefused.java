package io.lotusflow.server;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Why nothing was started. The message says what was found and what to do, in English. */
public final class UpRefused extends RuntimeException {

  /** What is in the way. The names are part of the JSON that {@code up} prints. */
  public enum Kind {
    /** No {@code temporal} binary here, and no source gave one. */
    NO_BINARY,
    /** Another program listens on a port. */
    PORT_TAKEN,
    /** The database was written by another version of the server. */
    OTHER_VERSION,
    /** The state folder belongs to another user. */
    NOT_OURS,
    /** Another supervisor, or a server with other settings, runs already. */
    RUNS_ALREADY,
    /** Something was started and did not come up. */
    NOT_UP,
    /** No systemd, or not its master. */
    NO_SERVICE
  }

  private final Kind kind;

  public UpRefused(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** One line for programs. */
  public String toJson() {
    String message = new String(JsonStringEncoder.getInstance().quoteAsString(getMessage()));
    return "{\"refused\":\"%s\",\"message\":\"%s\"}".formatted(kind, message);
  }
}
