package io.lotusflow.actor;

import io.lotusflow.run.Receipt;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** {@code lotusflow miner control set}, {@code withdraw} and the like. */
@WorkflowInterface
public interface ActorWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "actor";

  @WorkflowMethod(name = "Actor")
  Receipt change(ActorPlan plan);
}
