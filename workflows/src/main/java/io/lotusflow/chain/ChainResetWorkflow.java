package io.lotusflow.chain;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Replaces a node's chain data by a snapshot's. Everything that takes long happens beside the
 * living node; its only downtime is stop, two renames, start. A failure before the switch leaves
 * the node as it was, one after it puts the old chain back.
 *
 * <p>Manual: 区块数据的快照 snapshot 管理 (which deletes the chain first).
 */
@WorkflowInterface
public interface ChainResetWorkflow {
  @WorkflowMethod(name = "ChainReset")
  ChainReset reset(ChainResetPlan plan);
}
