package io.lotusflow.sector;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * {@code lotusflow sector watch}: one run for all sectors of a miner, however many there are, until
 * it is told to end. Learns how long each state takes on this machine.
 */
@WorkflowInterface
public interface SectorWatchWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "sector-watch";

  /** Key in the memo of the last {@link WatchLook}. */
  String MEMO = "sectors";

  @WorkflowMethod(name = "SectorWatch")
  void watch(WatchPlan plan);

  @SignalMethod
  void end();
}
