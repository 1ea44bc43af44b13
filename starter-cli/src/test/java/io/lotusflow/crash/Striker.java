package io.lotusflow.crash;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Kills somebody in the middle of a step, however short it is: the worker stands still while it is
 * made sure that the step is at work, so that it cannot end meanwhile.
 */
final class Striker implements AutoCloseable {

  private static final Duration SLICE = Duration.ofMillis(2);

  /** Longer than it takes to look, or the worker is taken for lost. */
  private static final Duration LURKING_SLICE = Duration.ofMillis(5);

  private static final Duration NEXT_TO_COME = Duration.ofSeconds(40);
  private static final Duration JOB_TO_COME = Duration.ofSeconds(30);

  private final Server server;
  private final String home;
  private final Signals signals = new Signals();
  private List<Long> worker = List.of();

  /**
   * @param home a folder that all processes of the operator know
   */
  Striker(Server server, String home) {
    this.server = server;
    this.home = home;
  }

  Blow strike(StepAtWork step, Aim aim) {
    freeze();
    try {
      boolean atWork = awaitWork(step, aim) && letWork(step, aim.into());
      List<Living> victims = atWork ? victims(step, aim) : List.of();
      signals.send("KILL", victims.stream().map(Living::pid).toList());
      thaw();
      return victims.isEmpty()
          ? new Blow(step, aim, Instant.now(), false, atWork ? "was not there" : "came too late")
          : new Blow(step, aim, over(step, aim), true, "killed " + named(victims));
    } finally {
      thaw();
    }
  }

  /**
   * Lies in wait for a step that comes next. The worker lives in slices meanwhile, so that the step
   * cannot come and go unseen; once the step is there it stands still, to be struck.
   *
   * @param root of the run, which may have it in a child
   * @param before the step that was scheduled last
   * @param nth how many of its type come, from now on, until it is the one
   */
  Optional<StepAtWork> lurk(String root, TakenStep coming, StepAtWork before, int nth) {
    String workflowId = coming.workflowId(root);
    Set<String> seen = new HashSet<>();
    freeze();
    long deadline = System.nanoTime() + NEXT_TO_COME.toNanos();
    while (System.nanoTime() < deadline && server.isOpen(root)) {
      Optional<StepAtWork> there =
          server.pending(workflowId).stream()
              .filter(step -> step.getActivityType().getName().equals(coming.type()))
              .filter(step -> !step.getActivityId().equals(before.activityId()))
              .filter(Striker::hasStarted)
              .peek(step -> seen.add(step.getActivityId()))
              .filter(step -> seen.size() >= nth)
              .map(step -> atWork(workflowId, coming, step.getActivityId()))
              .findFirst();
      if (there.isPresent()) {
        return there;
      }
      runFor(LURKING_SLICE);
    }
    thaw();
    return Optional.empty();
  }

  /**
   * Lies in wait for whichever step of a run comes next, as long as it is open.
   *
   * @param struck activities that are not to be seen again
   */
  Optional<PendingActivityInfo> lurkForAny(String root, Set<String> struck) {
    while (server.isOpen(root)) {
      freeze();
      Optional<PendingActivityInfo> there =
          server.pending(root).stream()
              .filter(Striker::hasStarted)
              .filter(step -> !struck.contains(step.getActivityId()))
              .findFirst();
      if (there.isPresent()) {
        return there;
      }
      runFor(LURKING_SLICE);
    }
    thaw();
    return Optional.empty();
  }

  /**
   * Returns when the run is open, or does not come; the one before it, of the same name, is over.
   */
  void awaitOpen(String workflowId) {
    long deadline = System.nanoTime() + NEXT_TO_COME.toNanos();
    while (System.nanoTime() < deadline && !server.isOpen(workflowId)) {
      LockSupport.parkNanos(SLICE.toNanos());
    }
  }

  private static StepAtWork atWork(String workflowId, TakenStep step, String activityId) {
    WorkflowExecution run = WorkflowExecution.newBuilder().setWorkflowId(workflowId).build();
    return new StepAtWork(step.name(), step.type(), run, activityId, 0);
  }

  private Instant over(StepAtWork step, Aim aim) {
    while (aim.victim() == Victim.SERVER && !server.serves(step.run())) {
      LockSupport.parkNanos(SLICE.toNanos());
    }
    return Instant.now();
  }

  private List<Living> victims(StepAtWork step, Aim aim) {
    return aim.victim().among(ours(), step.type());
  }

  private static String named(List<Living> victims) {
    return victims.stream().map(v -> Long.toString(v.pid())).collect(Collectors.joining("+"));
  }

  /**
   * Until the worker has it, and the job runs that is to be killed; a job does not stand still with
   * the worker, which has to start it first.
   */
  private boolean awaitWork(StepAtWork step, Aim aim) {
    boolean job = aim.victim().isJob();
    long deadline = System.nanoTime() + JOB_TO_COME.toNanos();
    while (System.nanoTime() < deadline) {
      if (job) {
        thaw();
      }
      Optional<PendingActivityInfo> pending = server.pending(step.run(), step.activityId());
      if (pending.isEmpty()) {
        return false;
      }
      if (hasStarted(pending.get()) && (!job || !victims(step, aim).isEmpty())) {
        return true;
      }
      runFor(SLICE);
    }
    return false;
  }

  private static boolean hasStarted(PendingActivityInfo activity) {
    return activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED;
  }

  private boolean letWork(StepAtWork step, Duration into) {
    if (into.isZero()) {
      return true;
    }
    runFor(into);
    return server.pending(step.run(), step.activityId()).isPresent();
  }

  private void runFor(Duration time) {
    thaw();
    LockSupport.parkNanos(time.toNanos());
    freeze();
  }

  /** One that was killed has a successor by now, or will have. */
  private void freeze() {
    if (worker.isEmpty() || ProcessHandle.of(worker.get(0)).isEmpty()) {
      worker = Victim.WORKER.among(ours(), "").stream().map(Living::pid).toList();
    }
    signals.send("STOP", worker);
  }

  private void thaw() {
    signals.send("CONT", worker);
  }

  private List<Living> ours() {
    return Living.of(Living.all(), home);
  }

  /** Also where a test ran out of time: nobody else would wake a worker that stands still. */
  @Override
  public void close() {
    thaw();
    signals.close();
  }
}
