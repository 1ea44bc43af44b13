package io.lotusflow.miner;

import io.lotusflow.node.ApiUp;
import io.lotusflow.run.DetachedJob;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.SkipAllowed;
import io.lotusflow.wallet.MinerWallets;
import io.temporal.activity.ActivityInterface;

/** Creates and configures a miner. Manual: Lotus-miner 官方工具挖矿, steps 8 to 12. */
@ActivityInterface(namePrefix = "Miner.")
public interface MinerActivities {

  /**
   * {@code lotus-miner init --no-local-storage}, exactly once. The intent is recorded first; an
   * init that died after its message is found by that message, and its actor taken with {@code
   * --actor}. A folder that is not empty and not ours is refused, since Lotus deletes it when init
   * fails.
   */
  @DetachedJob
  MinerActor create(MinerPlan plan, MinerWallets wallets);

  /**
   * Sets our keys in the miner's {@code config.toml} in place; names those that this version does
   * not know.
   */
  Receipt writeConfig(MinerPlan plan);

  ApiUp awaitApi(MinerPlan plan);

  /**
   * Publishes the addresses, where this version or a market node wants it; otherwise says that it
   * is not needed.
   */
  @SkipAllowed
  Receipt announceAddresses(MinerPlan plan, MinerActor actor);

  /** Reads back over the API and the chain what the steps before claim. */
  MinerReport verify(MinerPlan plan, MinerActor actor, MinerWallets wallets);
}
