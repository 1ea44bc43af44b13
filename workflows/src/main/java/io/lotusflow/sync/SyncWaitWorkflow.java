package io.lotusflow.sync;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** {@code lotusflow sync wait}. */
@WorkflowInterface
public interface SyncWaitWorkflow {
  @WorkflowMethod(name = "SyncWait")
  ChainHead await(SyncPlan plan);
}
