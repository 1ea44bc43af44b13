package io.lotusflow.sealworker;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Lets another host tell what is there. Stands in no list of runs. */
@WorkflowInterface
public interface SealHostWorkflow {

  /** Fails when that host was silent for {@link SealHostWorkflowImpl#ANSWERS_WITHIN}. */
  @WorkflowMethod(name = "SealHost")
  HostSurvey look(SurveyPlan plan);
}
