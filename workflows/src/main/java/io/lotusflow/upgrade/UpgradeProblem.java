package io.lotusflow.upgrade;

import io.lotusflow.run.Problem;

/** What keeps a node from another version. */
public enum UpgradeProblem implements Problem {
  /** {0} target, {1} what runs or ran here. */
  UPGRADE_OLDER(Cure.START_AGAIN),
  /** Between the asking and the switch: {0} what is in use now, {1} what was, {2} target. */
  UPGRADE_MOVED_MEANWHILE(Cure.START_AGAIN),
  /** While workers were stopped; tried again in the next one. */
  UPGRADE_WINDOW_PASSED(Cure.RETRY),
  /** There is no version in use: {0} link. */
  UPGRADE_NOTHING_INSTALLED(Cure.START_AGAIN),
  /** Wants a word, no cure: {0} version, {1} what it changes. */
  UPGRADE_CHANGES(Cure.OPERATOR),
  /** Stopping took too long for the window: {0} seconds, {1} planned outage. */
  UPGRADE_STOP_TOO_SLOW(Cure.OPERATOR),
  /** {0} what is not in order, {1} seconds. */
  UPGRADE_NOT_HEALTHY(Cure.OPERATOR),
  /** The version before serves again: {0} why. */
  UPGRADE_ROLLED_BACK(Cure.OPERATOR),
  /** The new version is not in order, and the network has left the old one behind: {0} why. */
  UPGRADE_NO_WAY_BACK(Cure.OPERATOR),
  /** {0} node. */
  UPGRADE_NOTHING_TO_PUT_BACK(Cure.START_AGAIN),
  /** {0} version, {1} epoch. */
  UPGRADE_TOO_LATE(Cure.START_AGAIN);

  private final Cure cure;

  UpgradeProblem(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
