package io.lotusflow.chain;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Looks after a node that was given another chain, and deletes the old one when the new one has
 * been healthy for long enough. Hinders no other run, and ends when the old chain is gone by other
 * hands.
 */
@WorkflowInterface
public interface ChainKeepWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "chain-keep";

  @WorkflowMethod(name = "ChainKeep")
  ChainHealth keep(KeepPlan plan);
}
