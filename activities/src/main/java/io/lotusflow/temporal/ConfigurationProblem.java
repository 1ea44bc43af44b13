package io.lotusflow.temporal;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;

/** A file of the client configuration that cannot be used; nobody was asked yet. */
public final class ConfigurationProblem extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What is wrong with it. */
  public enum Kind {
    NOT_THERE,
    /** It is there, and this user may not read it. */
    NOT_OURS,
    /** It holds a secret that every user of the machine can read. */
    OPEN_TO_OTHERS,
    UNREADABLE,
    /** Any server would be believed. */
    UNVERIFIED,
    EXPIRED,
    NOT_YET_VALID
  }

  private final Kind kind;
  private final String file;
  private final String more;

  ConfigurationProblem(Kind kind, String file, String more) {
    super(text(Language.ENGLISH, kind, "", file, more));
    this.kind = kind;
    this.file = file;
    this.more = more;
  }

  public Kind kind() {
    return kind;
  }

  /** What was found. */
  public String seen(Language language) {
    return text(language, kind, "", file, more);
  }

  /** What to do. */
  public String todo(Language language) {
    return text(language, kind, ".todo", file, more);
  }

  private static String text(Language language, Kind kind, String part, String file, String more) {
    return Messages.in(language, "temporal").text("file." + kind + part, file, more);
  }
}
