package io.lotusflow.deals;

import io.lotusflow.run.Receipt;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** {@code lotusflow deals disable}, {@code restore}, {@code ask set} and the like. */
@WorkflowInterface
public interface DealsWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "deals";

  @WorkflowMethod(name = "Deals")
  Receipt change(DealsActPlan plan);
}
