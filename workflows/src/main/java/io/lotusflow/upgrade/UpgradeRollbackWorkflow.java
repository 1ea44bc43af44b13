package io.lotusflow.upgrade;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Puts the version back that the last upgrade took out. Metadata is left as it is. */
@WorkflowInterface
public interface UpgradeRollbackWorkflow {
  @WorkflowMethod(name = "UpgradeRollback")
  UpgradeReport rollBack(UpgradePlan plan);
}
