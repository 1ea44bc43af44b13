package io.lotusflow.minerconfig;

import io.lotusflow.run.Receipt;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * {@code lotusflow miner config apply}: sets keys of the miner's {@code config.toml} in place, and
 * restarts the miner in a window where a key acts only then. A miner that does not start with them
 * gets its old file back.
 */
@WorkflowInterface
public interface MinerConfigWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "miner-config";

  @WorkflowMethod(name = "MinerConfig")
  Receipt apply(MinerConfigPlan plan);
}
