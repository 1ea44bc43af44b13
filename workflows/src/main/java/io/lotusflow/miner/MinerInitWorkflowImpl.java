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
  private static final Duration FIRST_FAUCET_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_FAUCET_PAUSE = Duration.ofSeconds(10);
  private static final Duration FIRST_LOOK = Duration.ofSeconds(15);
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(5);

  @Override
  public MinerReport init(MinerPlan plan) {
    WalletActivities wallets = Steps.on(plan.scope().host(), WalletActivities.class);
    MinerActivities miner = Steps.on(plan.scope().host(), MinerActivities.class);

    MinerWallets keys = wallets.makeWallets(plan.wallets());
    wallets.backUpKeys(plan.wallets(), keys);
    awaitApproval(plan, awaitFunds(plan, wallets, keys));
    MinerActor actor = miner.create(plan, keys);
    miner.writeConfig(plan);
    start(plan, miner);
    miner.announceAddresses(plan, actor);
    attachStorage(plan);
    return miner.verify(plan, actor, keys);
  }

  /** Creating a miner costs gas and, since v1.34.2, a deposit. Waits for days if need be. */
  private static Funds awaitFunds(MinerPlan plan, WalletActivities wallets, MinerWallets keys) {
    Funds funds = wallets.readFunds(plan.wallets(), keys);
    if (funds.enough() || plan.scope().dryRun()) {
      return funds;
    }
    Receipt asked = wallets.askFaucet(plan.wallets(), funds);
    if (isToGive(plan, asked)) {
      funds = awaitFaucet(plan, wallets, keys);
    }
    Duration lookAgain = FIRST_LOOK;
    while (!funds.enough()) {
      AttoFil missing = funds.needed().minus(funds.balance());
      Parking.pause(
          "Wallet.ReadFunds",
          WalletProblem.NO_FUNDS,
          lookAgain,
          funds.address(),
          funds.balance(),
          funds.needed(),
          missing);
      funds = wallets.readFunds(plan.wallets(), keys);
      lookAgain = shorter(lookAgain.multipliedBy(2), LONGEST_LOOK);
    }
    Parking.over();
    return funds;
  }

  /** Nothing is needed any more once the actor is there. */
  private static void awaitApproval(MinerPlan plan, Funds funds) {
    boolean creates = plan.actor().isEmpty() && funds.needed().compareTo(AttoFil.ZERO) > 0;
    if (plan.askFirst() && creates && !plan.scope().dryRun()) {
      Parking.awaitApproval(
          "Miner.Create",
          WalletProblem.MINER_COSTS_FUNDS,
          funds.address(),
          funds.needed(),
          funds.balance());
    }
  }

  /** Also one that an attempt had asked which was lost before it could say so. */
  private static boolean isToGive(MinerPlan plan, Receipt asked) {
    return !plan.wallets().faucet().isEmpty() && asked.outcome() != Receipt.Outcome.SKIPPED;
  }

  /** Play money is there after some blocks; nobody need be called for that. */
  private static Funds awaitFaucet(MinerPlan plan, WalletActivities wallets, MinerWallets keys) {
    Funds funds = wallets.readFunds(plan.wallets(), keys);
    Duration pause = FIRST_FAUCET_PAUSE;
    for (int look = 0; look < FAUCET_LOOKS && !funds.enough(); look++) {
      Workflow.sleep(pause);
      funds = wallets.readFunds(plan.wallets(), keys);
      pause = shorter(pause.plus(pause.dividedBy(4)), LONGEST_FAUCET_PAUSE);
    }
    return funds;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
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
