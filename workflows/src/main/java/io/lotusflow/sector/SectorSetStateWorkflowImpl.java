package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;

/** One step; a run so that it is known later who decided what. */
public final class SectorSetStateWorkflowImpl implements SectorSetStateWorkflow {

  @Override
  public Receipt set(SetStatePlan plan) {
    return Steps.on(plan.scope().host(), SectorActivities.class).setState(plan);
  }
}
