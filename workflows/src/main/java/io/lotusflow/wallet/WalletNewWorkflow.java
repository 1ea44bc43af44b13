package io.lotusflow.wallet;

import io.lotusflow.run.Receipt;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** {@code lotusflow wallet new}: one more key, saved and compared before anybody uses it. */
@WorkflowInterface
public interface WalletNewWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "wallet-new";

  @WorkflowMethod(name = "WalletNew")
  Receipt create(WalletNewPlan plan);
}
