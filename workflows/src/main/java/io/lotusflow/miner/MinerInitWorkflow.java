package io.lotusflow.miner;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Wallets, funds, miner actor, configuration, service, storage. The daemon must be synced. */
@WorkflowInterface
public interface MinerInitWorkflow {
  @WorkflowMethod(name = "MinerInit")
  MinerReport init(MinerPlan plan);
}
