package io.lotusflow.reset;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Deletes nothing: what is taken away lies in a folder beside, and can be put back by renaming. */
@ActivityInterface(namePrefix = "LocalReset.")
public interface LocalResetActivities {

  /** Refuses where a miner has sectors on the chain that live. */
  LocalResetGround look(LocalResetPlan plan);

  /**
   * Renames what lies in the daemon's repository into {@code lotusflow-reset-<name>} within it, but
   * its keystore and configuration; and the miner's repository, whole, into {@code
   * <repository>.reset-<name>}, since {@code lotus-miner init} refuses one with a keystore. The
   * services must be stopped. A second call moves what is left.
   */
  Receipt moveAside(LocalResetPlan plan, String name);
}
