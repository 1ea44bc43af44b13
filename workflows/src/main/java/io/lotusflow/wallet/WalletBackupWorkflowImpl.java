package io.lotusflow.wallet;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import java.util.List;

/** One step. */
public final class WalletBackupWorkflowImpl implements WalletBackupWorkflow {

  @Override
  public Receipt backUp(KeysPlan plan) {
    return Steps.on(plan.scope().host(), WalletActivities.class).saveKeys(plan, List.of());
  }
}
