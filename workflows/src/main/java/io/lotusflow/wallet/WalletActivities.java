package io.lotusflow.wallet;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Wallets of a miner. Manual: lotus-miner, step 6; miner wallets. */
@ActivityInterface(namePrefix = "Wallet.")
public interface WalletActivities {

  /**
   * Makes the wallets that are missing, exactly once: the addresses there before are recorded
   * first, so that an attempt that died after making one finds it again.
   */
  MinerWallets makeWallets(WalletPlan plan);

  /**
   * Exports both keys into files of mode 0600 and reads them back. The keys appear nowhere else.
   */
  Receipt backUpKeys(WalletPlan plan, MinerWallets wallets);

  /** Reads the owner's balance. */
  Funds readFunds(WalletPlan plan, MinerWallets wallets);

  /** Asks the test network's faucet, once per shortage. */
  Receipt askFaucet(WalletPlan plan, Funds funds);
}
