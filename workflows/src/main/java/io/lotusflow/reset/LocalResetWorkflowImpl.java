package io.lotusflow.reset;

import io.lotusflow.backup.Backup;
import io.lotusflow.backup.BackupActivities;
import io.lotusflow.backup.BackupName;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.node.NodeLease;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServicePlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Saved, approved, stopped, and renamed. What was stopped stays so: it has nothing to run with. */
public final class LocalResetWorkflowImpl implements LocalResetWorkflow {

  @Override
  public Receipt reset(LocalResetPlan plan) {
    LocalResetActivities data = Steps.on(plan.scope().host(), LocalResetActivities.class);
    BackupActivities backups = Steps.on(plan.scope().host(), BackupActivities.class);
    LocalResetGround ground = data.look(plan);
    if (ground.folders().isEmpty()) {
      return ground.receipt();
    }
    String name = BackupName.ofNow();
    Backup backup = backups.create(plan.backup(), name);
    if (!plan.scope().dryRun()) {
      Parking.awaitApproval(
          "LocalReset.MoveAside",
          LocalResetProblem.RESET_DATA_GOES,
          String.join(", ", ground.folders()),
          new ByteSize(ground.bytes()),
          backup.folder());
    }
    return NodeLease.hold(
        plan.scope(),
        () -> {
          // The approval may have come after days.
          data.look(plan);
          stop(plan);
          backups.complete(plan.backup(), backup);
          return data.moveAside(plan, name);
        });
  }

  private static void stop(LocalResetPlan plan) {
    ServiceActivities services = Steps.on(plan.scope().host(), ServiceActivities.class);
    List<ServicePlan> lastFirst = new ArrayList<>(plan.backup().services());
    Collections.reverse(lastFirst);
    lastFirst.forEach(services::stop);
  }
}
