package io.lotusflow.params;

import io.lotusflow.run.Receipt;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * {@code lotusflow params fetch}: once, before the services start, or daemon and miner fetch at the
 * same time.
 */
@WorkflowInterface
public interface ParamsFetchWorkflow {
  @WorkflowMethod(name = "ParamsFetch")
  Receipt fetch(ParamsPlan plan);
}
