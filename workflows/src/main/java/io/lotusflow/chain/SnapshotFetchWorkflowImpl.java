package io.lotusflow.chain;

import io.lotusflow.run.Steps;

/** The first steps of an import, alone. */
public final class SnapshotFetchWorkflowImpl implements SnapshotFetchWorkflow {

  @Override
  public SnapshotFile fetch(SnapshotPlan plan) {
    SnapshotActivities snapshots = Steps.on(plan.scope().host(), SnapshotActivities.class);
    return snapshots.fetch(plan, snapshots.resolve(plan));
  }
}
