package io.lotusflow.wallet;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;
import java.util.List;

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

  /** Makes one key, once in a run: one that a lost attempt has made is found again. */
  NewKey makeKey(WalletNewPlan plan);

  /**
   * Exports keys into files of mode 0600 and compares them with what the daemon has; files that are
   * there are compared too.
   *
   * @param addresses none = all that the daemon has
   */
  Receipt saveKeys(KeysPlan plan, List<String> addresses);

  /** Reads the owner's balance. */
  Funds readFunds(WalletPlan plan, MinerWallets wallets);

  /** Asks the test network's faucet, once per shortage. */
  Receipt askFaucet(WalletPlan plan, Funds funds);
}
