package io.lotusflow.upgrade;

import java.time.Instant;
import java.util.Objects;

/**
 * The last upgrade of a node on a host.
 *
 * @param from label of the version before
 * @param fromBin its folder
 * @param to label of the version after
 * @param toBin its folder
 * @param noWayBackFrom see {@link Changes}
 * @param backup folder of the backup that was made first
 * @param why in a rollback: what was wrong
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
    String why) {

  /** The names are stored: add, never rename. */
  public enum State {
    SWITCHING,
    DONE,
    ROLLED_BACK
  }

  public UpgradeNote {
    why = Objects.requireNonNullElse(why, "");
  }
}
