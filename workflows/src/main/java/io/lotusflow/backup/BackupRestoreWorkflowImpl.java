package io.lotusflow.backup;

import io.lotusflow.node.NodeLease;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;

/** While no other run starts or changes the node. */
public final class BackupRestoreWorkflowImpl implements BackupRestoreWorkflow {

  @Override
  public Receipt restore(RestorePlan plan) {
    BackupActivities backups = Steps.on(plan.scope().host(), BackupActivities.class);
    return NodeLease.hold(plan.scope(), () -> backups.restore(plan));
  }
}
