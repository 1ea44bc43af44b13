package io.lotusflow.servermove;

import java.util.List;

/** Why a move does not begin or go on. */
public final class MoveRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Each has a text {@code move.KIND} and what to do about it. */
  public enum Kind {
    /** Another move is not over. */
    OTHER_MOVE,
    /** The new server has schedules of these ids that we did not make. */
    TAKEN,
    /** Only the operator of the cluster can make its search attributes. */
    NO_ATTRIBUTES,
    /** Search attributes were made, and the cluster does not know them. */
    NOT_USABLE,
    /** What was copied is not what was there. */
    DIFFERS
  }

  private final Kind kind;
  private final List<String> arguments;

  MoveRefused(Kind kind, String... arguments) {
    super(kind + " " + List.of(arguments));
    this.kind = kind;
    this.arguments = List.of(arguments);
  }

  public Kind kind() {
    return kind;
  }

  public List<String> arguments() {
    return arguments;
  }
}
