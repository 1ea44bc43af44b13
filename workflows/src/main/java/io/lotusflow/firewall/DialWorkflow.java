package io.lotusflow.firewall;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Lets a host of ours dial ports of another. Stands in no list of runs. */
@WorkflowInterface
public interface DialWorkflow {

  /** Fails when that host was silent for {@link DialWorkflowImpl#ANSWERS_WITHIN}. */
  @WorkflowMethod(name = "Dial")
  Dialled dial(DialPlan plan);
}
