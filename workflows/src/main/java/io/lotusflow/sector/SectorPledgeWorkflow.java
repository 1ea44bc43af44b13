package io.lotusflow.sector;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * {@code lotusflow sector pledge}: a batch that makes exactly as many sectors as were asked for,
 * and ends when each is proven or somebody has decided about it. Manual: lotus-miner sectors
 * pledge.
 */
@WorkflowInterface
public interface SectorPledgeWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "sector-pledge";

  @WorkflowMethod(name = "SectorPledge")
  PledgeReport pledge(PledgePlan plan);
}
