package io.lotusflow.host;

import io.lotusflow.run.Receipt;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Manual: 准备工作, steps 1 and 2, and the swap of lotus-miner, step 4. Toolchains belong to the build.
 */
@WorkflowInterface
public interface HostPrepareWorkflow {
  @WorkflowMethod(name = "HostPrepare")
  Receipt prepare(HostPlan plan);
}
