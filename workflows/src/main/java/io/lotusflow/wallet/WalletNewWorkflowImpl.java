package io.lotusflow.wallet;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import java.util.List;

/** A key that is not saved is as good as lost: so one follows the other. */
public final class WalletNewWorkflowImpl implements WalletNewWorkflow {

  @Override
  public Receipt create(WalletNewPlan plan) {
    WalletActivities wallets = Steps.on(plan.scope().host(), WalletActivities.class);
    NewKey key = wallets.makeKey(plan);
    if (plan.scope().dryRun()) {
      return key.receipt();
    }
    wallets.saveKeys(plan.keys(), List.of(key.address()));
    return Receipt.done(key.address());
  }
}
