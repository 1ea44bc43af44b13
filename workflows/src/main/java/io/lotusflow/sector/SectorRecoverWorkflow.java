package io.lotusflow.sector;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** {@code lotusflow sector recover}: until the sector goes on, or a person has decided. */
@WorkflowInterface
public interface SectorRecoverWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "sector-recover";

  /** What was the matter last. */
  @WorkflowMethod(name = "SectorRecover")
  SectorFinding recover(RecoverPlan plan);
}
