package io.lotusflow.sealworker;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** {@code lotusflow seal-worker add|drain|restart|move|remove}. */
@WorkflowInterface
public interface SealWorkerWorkflow {

  /** As a procedure, in the search attribute and in ids, which end with the worker's name. */
  String PROCEDURE = "seal-worker";

  @WorkflowMethod(name = "SealWorker")
  SealWorkerReport run(SealWorkerPlan plan);
}
