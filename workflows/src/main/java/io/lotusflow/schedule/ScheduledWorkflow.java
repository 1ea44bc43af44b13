package io.lotusflow.schedule;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One run of a schedule: the procedure, if its conditions hold and the node is free. */
@WorkflowInterface
public interface ScheduledWorkflow {
  @WorkflowMethod(name = "Scheduled")
  ScheduledReport run(ScheduledPlan plan);
}
