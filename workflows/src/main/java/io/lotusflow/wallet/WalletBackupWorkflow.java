package io.lotusflow.wallet;

import io.lotusflow.run.Receipt;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** {@code lotusflow wallet backup}: every key of the daemon into a file of its own. */
@WorkflowInterface
public interface WalletBackupWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "wallet-backup";

  @WorkflowMethod(name = "WalletBackup")
  Receipt backUp(KeysPlan plan);
}
