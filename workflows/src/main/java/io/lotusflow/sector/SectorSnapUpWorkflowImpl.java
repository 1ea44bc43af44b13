package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;

/** One step; a run so that it is known later who decided what. */
public final class SectorSnapUpWorkflowImpl implements SectorSnapUpWorkflow {

  @Override
  public Receipt snapUp(SnapUpPlan plan) {
    return Steps.on(plan.scope().host(), SnapUpActivities.class).snapUp(plan);
  }
}
