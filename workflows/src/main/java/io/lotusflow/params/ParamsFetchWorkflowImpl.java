package io.lotusflow.params;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;

/** One step; a procedure so that it can be started and watched by itself. */
public final class ParamsFetchWorkflowImpl implements ParamsFetchWorkflow {

  @Override
  public Receipt fetch(ParamsPlan plan) {
    return Steps.on(plan.scope().host(), ParamsActivities.class).fetch(plan);
  }
}
