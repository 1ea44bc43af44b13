package io.lotusflow.minerconfig;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Edits a miner's {@code config.toml} in place. */
@ActivityInterface(namePrefix = "MinerConfig.")
public interface MinerConfigActivities {

  /**
   * Compares old and new. A key that this version does not have is the problem
   * MINER_CONFIG_UNKNOWN_KEY, with the nearest that it has; a value of another kind
   * MINER_CONFIG_BAD_VALUE.
   */
  ConfigDraft check(MinerConfigPlan plan);

  /** Sets the keys, all at once; a copy of the old file is kept beside it. */
  Receipt write(MinerConfigPlan plan);

  /** Gives the file back its old content, from that copy; done already if nothing was written. */
  Receipt putBack(MinerConfigPlan plan, ConfigDraft draft);
}
