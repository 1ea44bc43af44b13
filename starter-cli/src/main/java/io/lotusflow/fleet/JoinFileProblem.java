package io.lotusflow.fleet;

import java.nio.file.Path;

/** A join file that cannot be used. */
public final class JoinFileProblem extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What is wrong with it. */
  public enum Kind {
    NOT_THERE,
    UNREADABLE,
    /** It may hold a secret, and others can read it. */
    OPEN_TO_OTHERS,
    NO_JOIN_FILE,
    /** A part of it is missing, or was changed. */
    CUT,
    /** Another lotusflow wrote it. */
    OTHER_VERSION
  }

  private final Kind kind;
  private final transient Path file;
  private final String more;

  JoinFileProblem(Kind kind, Path file, String more) {
    super(kind + " " + file + ' ' + more);
    this.kind = kind;
    this.file = file;
    this.more = more;
  }

  public Kind kind() {
    return kind;
  }

  public Path file() {
    return file;
  }

  public String more() {
    return more;
  }
}
