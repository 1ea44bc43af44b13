package io.lotusflow.sync;

import io.lotusflow.run.Steps;

/** One step; a procedure so that it can be started and watched by itself. */
public final class SyncWaitWorkflowImpl implements SyncWaitWorkflow {

  @Override
  public ChainHead await(SyncPlan plan) {
    return Steps.on(plan.scope().host(), SyncActivities.class).awaitSynced(plan);
  }
}
