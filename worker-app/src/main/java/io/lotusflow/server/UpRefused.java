package io.lotusflow.server;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;

/** Why nothing was started: what was found and what to do, in words of the bundle {@code up}. */
public final class UpRefused extends RuntimeException {

  private static final String BUNDLE = "up";

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
    NO_SERVICE,
    /** Only a worker is wanted, and nobody says for which server. */
    NO_SERVER_NAMED,
    /** The cluster answers, and does not let us in. */
    NOT_LET_IN,
    /** A file of the client configuration cannot be used. */
    BAD_CONFIGURATION,
    /** The file with the keys of payloads cannot be used. */
    BAD_KEYS
  }

  private final Kind kind;
  private final String key;
  private final transient Object[] arguments;

  /**
   * A refusal, whose own message is in English.
   *
   * @param key of its text
   */
  public UpRefused(Kind kind, String key, Object... arguments) {
    super(Messages.in(Language.ENGLISH, BUNDLE).text(key, arguments));
    this.kind = kind;
    this.key = key;
    this.arguments = arguments.clone();
  }

  public Kind kind() {
    return kind;
  }

  /** For the person who asked. */
  public String text(Language language) {
    return Messages.in(language, BUNDLE).text(key, arguments);
  }

  /** One line for programs, with the text for a person in it. */
  public String toJson(Language language) {
    String message = new String(JsonStringEncoder.getInstance().quoteAsString(text(language)));
    return "{\"refused\":\"%s\",\"message\":\"%s\"}".formatted(kind, message);
  }
}
