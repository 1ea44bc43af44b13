package io.lotusflow.upgrade;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An upgrade of a node on a host, or its way back.
 *
 * @param from label of the version before
 * @param fromBin its folder
 * @param to label of the version after
 * @param toBin its folder
 * @param noWayBackFrom see {@link Changes}
 * @param backup folder of the backup that was made first
 * @param why in a rollback: what was wrong
 * @param head of the daemon before; -1 where it did not answer, 0 in older notes
 * @param headSeen when it was; absent in older notes
 * @param blockDelaySeconds from one epoch to the next; 0 = not known
 */
public record UpgradeNote(
    State state,
    String from,
    String fromBin,
    String to,
    String toBin,
    Instant at,
    long noWayBackFrom,
    String backup,
    String why,
    long head,
    Optional<Instant> headSeen,
    long blockDelaySeconds) {

  /** The names are stored: add, never rename. */
  public enum State {
    SWITCHING,
    DONE,
    ROLLED_BACK
  }

  /** Whether the other one tells more of the same switch. */
  public boolean isBegunAs(UpgradeNote other) {
    return state != State.DONE && from.equals(other.from) && to.equals(other.to);
  }

  public UpgradeNote {
    why = Objects.requireNonNullElse(why, "");
    headSeen = Objects.requireNonNullElse(headSeen, Optional.empty());
  }
}
