package io.lotusflow.alert;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Sends one alert; a run of its own, so that no network holds up the run it is about. */
@WorkflowInterface
public interface AlertWorkflow {

  /** Returns when every target has it, or fails after three days of trying. */
  @WorkflowMethod(name = "Alert")
  void send(AlertPlan plan);
}
