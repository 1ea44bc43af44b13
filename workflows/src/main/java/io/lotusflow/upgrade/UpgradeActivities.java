package io.lotusflow.upgrade;

import io.lotusflow.build.Installed;
import io.lotusflow.chain.Outage;
import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;

/** Looks at versions, and at what they do. Changes nothing but its own notes. */
@ActivityInterface(namePrefix = "Upgrade.")
public interface UpgradeActivities {

  /**
   * The host as it is. A target that is older than what runs here is refused, unless it is the way
   * back.
   */
  InUse survey(HostUpgrade host, boolean back);

  /** What the installed version changes. */
  Changes compare(HostUpgrade host, InUse before, Installed next);

  /** Asks the miner many times a second until {@link #endWatch}; how long nobody answered. */
  Outage watchMiner(HostUpgrade host, int round);

  Receipt endWatch(HostUpgrade host, int round);

  /**
   * Waits until the daemon has a newer head than at the first look, which takes a block's time at
   * most; if it gets none in time, that is the problem UPGRADE_NOT_HEALTHY.
   */
  Receipt awaitNewHead(HostUpgrade host, Duration within);

  /**
   * Waits until versions agree, the head moves, no deadline is missed and all workers are there; if
   * they are not in time, that is the problem UPGRADE_NOT_HEALTHY.
   */
  Receipt gate(Gate gate);

  /** Whether the network has not gone on without the version that was in use. */
  WayBack wayBack(HostUpgrade host, InUse before, Changes changes);

  /** Writes down how it stands, for status and rollback. */
  Receipt note(HostUpgrade host, UpgradeNote note);

  /** The version that a rollback goes to. */
  Installed findOld(HostUpgrade host);

  /** Until when the network has not gone on without the version that a rollback goes to. */
  OldLimit findLimit(HostUpgrade host);
}
