package io.lotusflow.migration;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.node.NodeLease;
import io.lotusflow.restart.RestartActivities;
import io.lotusflow.restart.RestartGround;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.lotusflow.run.Trouble;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.window.SafeWindow;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Copied, switched in a window, proven, and only then deleted. */
public final class StorageMigrateWorkflowImpl implements StorageMigrateWorkflow {

  /** Runs that were recorded before proved inside the window, and did not ask what is left. */
  private static final String PROVEN_APART = "proven-apart";

  /** Runs that were recorded before asked for every sector inside the window. */
  private static final String NOTED_OUTSIDE = "noted-outside";

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

  private boolean provenApart;
  private boolean notedOutside;

  /** Seen inside the window, which was given back. */
  private boolean tooMuchLeft;

  /** What the miner had before the switch, but for what was moved; empty if it did not run. */
  private Optional<RestartGround> before = Optional.empty();

  private MigrationPlan plan;
  private MigrationActivities migration;
  private String tested = "";

  @Override
  public MigrationReport migrate(MigrationPlan given) {
    plan = given;
    migration = Steps.on(plan.scope().host(), MigrationActivities.class);
    provenApart =
        Workflow.getVersion(PROVEN_APART, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION;
    notedOutside =
        Workflow.getVersion(NOTED_OUTSIDE, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION;
    MigrationGround ground = migration.check(plan);
    if (!ground.switched()) {
      untilSwitched(ground);
    } else if (ground.leftDown()) {
      new StorageSwitch(plan).startAgain();
    }
    if (provenApart && ground.switched()) {
      // The miner may have worked there for days: whether to go back is a person's matter.
      migration.checkProven(plan);
    } else if (provenApart) {
      untilProven(ground);
    }
    awaitAsBefore();
    awaitItsMounts();
    tested = migration.testProofs(plan).note();
    if (plan.old() == MigrationPlan.Old.KEPT) {
      return report("the old files stay; the same command with --delete-after 0s deletes them");
    }
    awaitLeave(ground);
    return report(migration.removeOld(plan));
  }

  private void untilSwitched(MigrationGround ground) {
    boolean switched = false;
    while (!switched) {
      migration.copy(plan);
      awaitLittleLeft();
      lookAround(ground);
      StorageSwitch.Outcome outcome = NodeLease.hold(plan.scope(), () -> insideTheWindow(ground));
      switched = outcome.switched();
      // What ran runs again, and the node was given back: now the run may wait.
      outcome.trouble().ifPresent(why -> waitForSomebody(outcome.stuck(), why));
    }
  }

  /** What takes its time is asked before the node is ours, and before a stretch is used up. */
  private void lookAround(MigrationGround ground) {
    if (notedOutside) {
      migration.lookAtProvable(plan);
    }
    before =
        plan.restart()
            .filter(any -> services().status(plan.miner().service()).running())
            .map(restart -> restarts().look(restart).without(ground.ids()));
  }

  private ServiceActivities services() {
    return Steps.on(plan.scope().host(), ServiceActivities.class);
  }

  private RestartActivities restarts() {
    return Steps.on(plan.scope().host(), RestartActivities.class);
  }

  /** A worker that is not back is no reason to take the new storage away again. */
  private void awaitAsBefore() {
    before.ifPresent(ground -> restarts().verify(plan.restart().orElseThrow(), ground));
  }

  /** While more is written than the planned stop has room for, nothing is stopped. */
  private void awaitLittleLeft() {
    while (tooMuchLeft || !isLittleLeft()) {
      Parking.pause(
          "Migration.LookAtRest",
          MigrationProblem.MIGRATION_REST_TOO_LONG,
          LOOK_AGAIN,
          plan.outage().dividedBy(2).toSeconds());
      tooMuchLeft = false;
      migration.copy(plan);
    }
    Parking.over();
  }

  private boolean isLittleLeft() {
    return !provenApart || migration.lookAtRest(plan).fits();
  }

  /** Outside the window, since it takes its time; if it fails, another one is waited for. */
  private void untilProven(MigrationGround ground) {
    Optional<Trouble> bad = unproven();
    while (bad.isPresent()) {
      StorageSwitch.Outcome back = back();
      waitForSomebody(back.stuck(), back.trouble().orElse(bad.get()));
      untilSwitched(ground);
      bad = unproven();
    }
  }

  private Optional<Trouble> unproven() {
    try {
      Parking.without(() -> migration.checkProven(plan));
      return Optional.empty();
    } catch (TemporalFailure failed) {
      if (CancellationScope.current().isCancelRequested()) {
        throw failed;
      }
      Trouble trouble = Trouble.of(failed, plan.scope().language());
      if (trouble.type().equals(MigrationProblem.MIGRATION_SECTORS_BAD.name())) {
        return Optional.of(trouble);
      }
    }
    // Nothing is known of the sectors: a person may be needed, but not the old storage.
    migration.checkProven(plan);
    return Optional.empty();
  }

  private StorageSwitch.Outcome back() {
    while (true) {
      Optional<StorageSwitch.Outcome> outcome =
          NodeLease.hold(
              plan.scope(),
              () -> {
                SafeWindow.await(plan.window());
                return new StorageSwitch(plan).back();
              });
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
  }

  /** A miner that somebody keeps alive in another way gets no unit of ours. */
  private void awaitItsMounts() {
    if (services().status(plan.moved()).installed()) {
      services().install(plan.moved());
    }
  }

  private static void waitForSomebody(boolean stuck, Trouble trouble) {
    Parking.untilResumed(
        "Migration.SwitchIn",
        stuck ? MigrationProblem.MIGRATION_NOT_UNDONE : MigrationProblem.MIGRATION_UNDONE,
        trouble);
  }

  private StorageSwitch.Outcome insideTheWindow(MigrationGround ground) {
    SafeWindow.await(plan.window());
    migration.noteProvable(plan);
    // The window may have let us wait for hours.
    migration.copy(plan);
    tooMuchLeft = !isLittleLeft();
    return !tooMuchLeft && SafeWindow.isOpen(plan.window())
        ? new StorageSwitch(plan).run(ground.leftDown())
        : StorageSwitch.Outcome.notBegun();
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
    return new MigrationReport(receipt(note), removed.files(), removed.left());
  }

  private MigrationReport report(String note) {
    return new MigrationReport(receipt(note), 0, 0);
  }

  private Receipt receipt(String note) {
    String proofs = tested.isEmpty() ? "" : "; " + tested;
    return Receipt.done(plan.scope().dryRun() ? "" : moved() + proofs + "; " + note);
  }

  private String moved() {
    return plan.moves().stream().map(PathMove::toString).collect(Collectors.joining("; "));
  }
}
