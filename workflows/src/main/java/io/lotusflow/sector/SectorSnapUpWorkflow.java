package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * {@code lotusflow sector snap-up}. Manual: <i>sectors mark-for-upgrade</i>, which sealed the
 * sector anew; since v1.14 <i>sectors snap-up</i>, which puts the deals into the one that there is.
 */
@WorkflowInterface
public interface SectorSnapUpWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "sector-snap-up";

  @WorkflowMethod(name = "SectorSnapUp")
  Receipt snapUp(SnapUpPlan plan);
}
