package io.lotusflow.migration;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.node.NodeLease;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.lotusflow.run.Trouble;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.window.SafeWindow;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.stream.Collectors;

/** Copied, switched in a window, proven, and only then deleted. */
public final class StorageMigrateWorkflowImpl implements StorageMigrateWorkflow {

  private MigrationPlan plan;
  private MigrationActivities migration;

  @Override
  public MigrationReport migrate(MigrationPlan given) {
    plan = given;
    migration = Steps.on(plan.scope().host(), MigrationActivities.class);
    MigrationGround ground = migration.check(plan);
    if (!ground.switched()) {
      untilSwitched();
    }
    awaitItsMounts();
    migration.testProofs(plan);
    if (plan.old() == MigrationPlan.Old.KEPT) {
      return report("the old files stay; the same command with --delete-after 0s deletes them");
    }
    awaitLeave(ground);
    return report(migration.removeOld(plan));
  }

  private void untilSwitched() {
    boolean switched = false;
    while (!switched) {
      migration.copy(plan);
      StorageSwitch.Outcome outcome =
          NodeLease.hold(plan.scope(), StorageMigrateWorkflowImpl.this::insideTheWindow);
      switched = outcome.switched();
      // Its old storage serves again, and the node was given back: now the run may wait.
      outcome.trouble().ifPresent(this::waitForSomebody);
    }
  }

  /** A miner that somebody keeps alive in another way gets no unit of ours. */
  private void awaitItsMounts() {
    ServiceActivities services = Steps.on(plan.scope().host(), ServiceActivities.class);
    if (services.status(plan.moved()).installed()) {
      services.install(plan.moved());
    }
  }

  private void waitForSomebody(Trouble trouble) {
    Parking.untilResumed("Migration.SwitchIn", MigrationProblem.MIGRATION_UNDONE, trouble);
  }

  private StorageSwitch.Outcome insideTheWindow() {
    SafeWindow.await(plan.window());
    migration.noteProvable(plan);
    // The window may have let us wait for hours.
    migration.copy(plan);
    return SafeWindow.isOpen(plan.window())
        ? new StorageSwitch(plan).run()
        : new StorageSwitch.Outcome(false, Optional.empty());
  }

  private void awaitLeave(MigrationGround ground) {
    if (plan.scope().dryRun()) {
      return;
    }
    if (!plan.oldFor().isZero()) {
      TimerOptions summary = TimerOptions.newBuilder().setSummary("keep the old files").build();
      Workflow.newTimer(plan.oldFor(), summary).get();
    }
    if (plan.old() == MigrationPlan.Old.ASKED_FOR) {
      String paths = plan.moves().stream().map(PathMove::from).collect(Collectors.joining(", "));
      Parking.awaitApproval(
          "Migration.RemoveOld",
          MigrationProblem.MIGRATION_OLD_GOES,
          paths,
          new ByteSize(ground.bytes()));
    }
  }

  private MigrationReport report(RemovedFiles removed) {
    String left =
        removed.left() == 0
            ? ""
            : "; %d files stay, whose twins are not the same any more".formatted(removed.left());
    String note =
        "%d old files (%s) are deleted, each after its twin was read back%s"
            .formatted(removed.files(), new ByteSize(removed.bytes()), left);
    return new MigrationReport(
        Receipt.done(plan.scope().dryRun() ? "" : moved() + "; " + note),
        removed.files(),
        removed.left());
  }

  private MigrationReport report(String note) {
    return new MigrationReport(
        Receipt.done(plan.scope().dryRun() ? "" : moved() + "; " + note), 0, 0);
  }

  private String moved() {
    return plan.moves().stream().map(PathMove::toString).collect(Collectors.joining("; "));
  }
}
