package io.lotusflow.upgrade;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Builds another version beside the running one, saves what cannot be made again, and switches
 * inside a window. A version that is not healthy is taken out again by itself while that is
 * possible.
 */
@WorkflowInterface
public interface UpgradeWorkflow {
  @WorkflowMethod(name = "Upgrade")
  UpgradeReport upgrade(UpgradePlan plan);
}
