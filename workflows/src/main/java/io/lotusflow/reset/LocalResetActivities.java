package io.lotusflow.reset;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Deletes nothing: what is taken away lies in a folder beside, and can be put back by renaming. */
@ActivityInterface(namePrefix = "LocalReset.")
public interface LocalResetActivities {

  /** Refuses where a miner has sectors on the chain that live. */
  LocalResetGround look(LocalResetPlan plan);

  /**
   * Renames what lies in the repositories into {@code lotusflow-reset-<name>} within them. The
   * daemon's keystore and configuration stay; a miner's repository goes whole, since {@code
   * lotus-miner init} refuses one with a keystore. The services must be stopped. A second call
   * moves what is left.
   */
  Receipt moveAside(LocalResetPlan plan, String name);
}
