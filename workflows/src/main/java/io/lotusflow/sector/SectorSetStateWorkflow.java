package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * {@code lotusflow sector set-state}. The miner itself would take any name for any number: Lotus'
 * command ends with 0 on nonsense, and its RPC makes records of sectors that there are not.
 */
@WorkflowInterface
public interface SectorSetStateWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "sector-set-state";

  @WorkflowMethod(name = "SectorSetState")
  Receipt set(SetStatePlan plan);
}
