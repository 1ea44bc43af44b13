package io.lotusflow.reset;

import io.lotusflow.run.Receipt;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** {@code lotusflow node reset}. Manual: the upgrade chapter, 重置所有本地数据. */
@WorkflowInterface
public interface LocalResetWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "node-reset";

  @WorkflowMethod(name = "LocalReset")
  Receipt reset(LocalResetPlan plan);
}
