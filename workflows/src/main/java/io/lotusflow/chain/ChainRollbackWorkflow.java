package io.lotusflow.chain;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Puts the chain back that the last reset took out, while it is kept. It has to catch up on what
 * happened since; the miner waits for that.
 */
@WorkflowInterface
public interface ChainRollbackWorkflow {
  @WorkflowMethod(name = "ChainRollback")
  ChainReset rollBack(ChainNode node);
}
