package io.lotusflow.miner;

import io.lotusflow.lotus.AttoFil;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.storage.StorageActivities;
import io.lotusflow.storage.StoragePath;
import io.lotusflow.wallet.Funds;
import io.lotusflow.wallet.MinerWallets;
import io.lotusflow.wallet.WalletActivities;
import io.lotusflow.wallet.WalletProblem;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** The manual's page, from the wallets to the storage. */
public final class MinerInitWorkflowImpl implements MinerInitWorkflow {

  private static final int FAUCET_LOOKS = 30;
  private static final Duration FAUCET_PAUSE = Duration.ofSeconds(2);
  private static final Duration FIRST_LOOK = Duration.ofSeconds(15);
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(5);

  @Override
  public MinerReport init(MinerPlan plan) {
    WalletActivities wallets = Steps.on(plan.scope().host(), WalletActivities.class);
    MinerActivities miner = Steps.on(plan.scope().host(), MinerActivities.class);

    MinerWallets keys = wallets.makeWallets(plan.wallets());
    wallets.backUpKeys(plan.wallets(), keys);
    awaitFunds(plan, wallets, keys);
    MinerActor actor = miner.create(plan, keys);
    miner.writeConfig(plan);
    start(plan, miner);
    miner.announceAddresses(plan, actor);
    attachStorage(plan);
    return miner.verify(plan, actor, keys);
  }

  /** Creating a miner costs gas and, since v1.34.2, a deposit. Waits for days if need be. */
  private static void awaitFunds(MinerPlan plan, WalletActivities wallets, MinerWallets keys) {
    Funds funds = wallets.readFunds(plan.wallets(), keys);
    if (funds.enough() || plan.scope().dryRun()) {
      return;
    }
    if (wallets.askFaucet(plan.wallets(), funds).outcome() == Receipt.Outcome.DONE) {
      funds = awaitFaucet(plan, wallets, keys);
    }
    Duration lookAgain = FIRST_LOOK;
    while (!funds.enough()) {
      AttoFil missing = funds.needed().minus(funds.balance());
      Parking.pause(
          WalletProblem.NO_FUNDS,
          lookAgain,
          funds.address(),
          funds.balance(),
          funds.needed(),
          missing);
      funds = wallets.readFunds(plan.wallets(), keys);
      lookAgain =
          lookAgain.multipliedBy(2).compareTo(LONGEST_LOOK) < 0
              ? lookAgain.multipliedBy(2)
              : LONGEST_LOOK;
    }
    Parking.over();
  }

  /** Play money is there after some blocks; nobody need be called for that. */
  private static Funds awaitFaucet(MinerPlan plan, WalletActivities wallets, MinerWallets keys) {
    Funds funds = wallets.readFunds(plan.wallets(), keys);
    for (int look = 0; look < FAUCET_LOOKS && !funds.enough(); look++) {
      Workflow.sleep(FAUCET_PAUSE);
      funds = wallets.readFunds(plan.wallets(), keys);
    }
    return funds;
  }

  private static void start(MinerPlan plan, MinerActivities miner) {
    ServiceActivities services = Steps.on(plan.scope().host(), ServiceActivities.class);
    services.install(plan.service());
    services.start(plan.service());
    miner.awaitApi(plan);
  }

  private static void attachStorage(MinerPlan plan) {
    StorageActivities storage = Steps.on(plan.scope().host(), StorageActivities.class);
    for (StoragePath path : plan.storage().paths()) {
      storage.attach(plan.storage(), path);
    }
  }
}
