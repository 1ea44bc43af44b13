package io.lotusflow.backup;

import io.lotusflow.run.Steps;

/** One step. */
public final class BackupWorkflowImpl implements BackupWorkflow {

  @Override
  public Backup backUp(BackupPlan plan) {
    return Steps.on(plan.scope().host(), BackupActivities.class).create(plan, BackupName.ofNow());
  }
}
