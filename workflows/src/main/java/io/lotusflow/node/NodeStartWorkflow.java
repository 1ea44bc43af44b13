package io.lotusflow.node;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Configures the daemon, installs and starts its service, waits for its API. Manual: build and
 * install, step 5.
 */
@WorkflowInterface
public interface NodeStartWorkflow {
  @WorkflowMethod(name = "NodeStart")
  ApiUp start(DaemonPlan plan);
}
