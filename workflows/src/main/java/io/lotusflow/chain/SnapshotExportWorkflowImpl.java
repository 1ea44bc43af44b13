package io.lotusflow.chain;

import io.lotusflow.node.NodeLease;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Problem;
import io.lotusflow.run.Skipped;
import io.lotusflow.run.Skips;
import io.lotusflow.run.Steps;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.stream.Stream;

/** Written and proven under another name, then named; what fails on the way leaves nothing. */
public final class SnapshotExportWorkflowImpl implements SnapshotExportWorkflow {

  private ExportPlan plan;
  private ExportActivities exports;
  private Optional<ExportDraft> draft = Optional.empty();
  private Optional<ProvenExport> proven = Optional.empty();
  private Optional<Skipped> another = Optional.empty();

  @Override
  public ExportedSnapshot export(ExportPlan given) {
    plan = given;
    exports = Steps.on(plan.scope().host(), ExportActivities.class);
    while (proven.isEmpty() && another.isEmpty()) {
      attempt();
    }
    return another.map(this::skipped).orElseGet(this::kept);
  }

  /** What goes wrong in it leaves nothing, gives the node back, and only then waits for people. */
  private void attempt() {
    try {
      Parking.without(this::writeAndProve);
    } catch (TemporalFailure failed) {
      Workflow.newDetachedCancellationScope(() -> exports.discard(plan)).run();
      if (CancellationScope.current().isCancelRequested() || !isForPeople(failed)) {
        throw failed;
      }
      park(failed);
    }
  }

  private void writeAndProve() {
    another = NodeLease.hold(plan.ask(), this::write);
    if (another.isEmpty()) {
      proven = Optional.of(prove(draft.orElseThrow()));
    }
  }

  private void write() {
    ExportDraft chosen = exports.look(plan);
    exports.write(plan, chosen);
    draft = Optional.of(chosen);
  }

  private ExportedSnapshot kept() {
    ExportedSnapshot snapshot = exports.publish(plan, draft.orElseThrow(), proven.orElseThrow());
    exports.retain(plan, snapshot);
    return snapshot;
  }

  private ProvenExport prove(ExportDraft chosen) {
    if (plan.compress()) {
      exports.pack(plan, chosen);
    }
    return exports.verify(plan, chosen);
  }

  /** What a new start can cure ends the run. */
  private static boolean isForPeople(TemporalFailure failed) {
    return details(failed).filter(d -> d.cure() == Problem.Cure.START_AGAIN).isEmpty();
  }

  private static void park(TemporalFailure failed) {
    Optional<ApplicationFailure> cause = cause(failed);
    Optional<ExportProblem> known =
        cause.flatMap(
            c ->
                Stream.of(ExportProblem.values())
                    .filter(problem -> problem.name().equals(c.getType()))
                    .findFirst());
    String step = failed instanceof ActivityFailure a ? a.getActivityType() : "Export.Write";
    if (known.isPresent()) {
      Object[] arguments = details(failed).orElseThrow().arguments().toArray();
      Parking.untilResumed(step, known.get(), arguments);
    } else {
      Parking.untilResumed(
          step,
          ExportProblem.EXPORT_UNDONE,
          cause.map(TemporalFailure::getOriginalMessage).orElseGet(failed::getOriginalMessage));
    }
  }

  private static Optional<ApplicationFailure> cause(TemporalFailure failed) {
    return failed instanceof ActivityFailure
            && failed.getCause() instanceof ApplicationFailure cause
        ? Optional.of(cause)
        : Optional.empty();
  }

  private static Optional<Problem.Details> details(TemporalFailure failed) {
    return cause(failed)
        .filter(c -> c.getDetails().getSize() > 0)
        .map(c -> c.getDetails().get(Problem.Details.class));
  }

  private ExportedSnapshot skipped(Skipped why) {
    return ExportedSnapshot.none(Skips.say(why, plan.scope().language()), why);
  }
}
