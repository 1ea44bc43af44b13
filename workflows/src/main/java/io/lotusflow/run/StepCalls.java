package io.lotusflow.run;

import io.lotusflow.job.JobActivities;
import io.lotusflow.job.StopJobs;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls a workflow makes, as steps: shown, parked when they fail, their jobs ended when they
 * are cancelled.
 */
final class StepCalls extends WorkflowOutboundCallsInterceptorBase {

  private final StepKinds kinds;
  private StepTable table;
  private Parking parking;
  private HostCalls hosts;
  private Duration workerLost = Scope.WORKER_LOST;
  private boolean dryRun;

  StepCalls(WorkflowOutboundCallsInterceptor next, StepKinds kinds) {
    super(next);
    this.kinds = kinds;
  }

  void begin(StepTable steps, Parking place, HostCalls calls, Duration lost, boolean onlyLooks) {
    table = steps;
    parking = place;
    hosts = calls;
    workerLost = lost;
    dryRun = onlyLooks;
  }

  @Override
  public <R> ActivityOutput<R> executeActivity(ActivityInput<R> plain) {
    ActivityInput<R> input = asStep(plain);
    int row = opened(input.getActivityName());
    Attempt<R> first = attempt(input);
    return new ActivityOutput<>(
        first.output().getActivityId(), Async.function(() -> settle(input, first, row)));
  }

  private record Attempt<R>(ActivityOutput<R> output, HostCalls.Call call) {}

  /** In a scope of its own, so that it alone ends when its host is removed. */
  private <R> Attempt<R> attempt(ActivityInput<R> input) {
    List<ActivityOutput<R>> output = new ArrayList<>(1);
    CancellationScope alone =
        Workflow.newCancellationScope(() -> output.add(super.executeActivity(input)));
    alone.run();
    return new Attempt<>(output.get(0), hosts.opened(input.getOptions().getTaskQueue(), alone));
  }

  /** Follows a step until it is done, skipped or given up. */
  private <R> R settle(ActivityInput<R> input, Attempt<R> first, int row) {
    try {
      R result = untilDone(input, first, row);
      mark(row, StepTable.stateOf(result), StepTable.noteOf(result));
      return result;
    } catch (TemporalFailure ended) {
      mark(row, StepTable.State.FAILED, "");
      if (parking.waitsForHosts() || !HostAbsence.is(ended)) {
        stopJobsOf(input);
      }
      throw ended;
    }
  }

  private <R> R untilDone(ActivityInput<R> input, Attempt<R> first, int row) {
    Attempt<R> attempt = first;
    while (true) {
      try {
        return result(attempt);
      } catch (ActivityFailure ended) {
        ActivityFailure failed = ofAnAbsentHost(ended, input, attempt.call());
        if (CancellationScope.current().isCancelRequested()
            || !parking.isAllowed()
            || (!parking.waitsForHosts() && HostAbsence.is(failed))
            || !canPark(input, failed)) {
          throw failed;
        }
        if (park(input, failed, row) == Parking.Decision.SKIP) {
          return input.getResultClass().cast(skipped());
        }
      }
      mark(row, StepTable.State.RUNNING, "");
      hosts.expect(input.getOptions().getTaskQueue());
      attempt = attempt(input);
    }
  }

  private <R> R result(Attempt<R> attempt) {
    try {
      R result = attempt.output().getResult().get();
      hosts.closed(attempt.call());
      return result;
    } catch (TemporalFailure ended) {
      hosts.closed(attempt.call());
      throw ended;
    }
  }

  /** A removed host ends the attempt as a cancel would, and is told apart from one. */
  private ActivityFailure ofAnAbsentHost(
      ActivityFailure ended, ActivityInput<?> input, HostCalls.Call call) {
    return call.removed()
        .map(host -> because(ended, HostAbsence.HOST_REMOVED.because(host.name())))
        .orElseGet(() -> ofAHostThatIsAway(ended, input));
  }

  /** Attempts before the one that nobody took are what its timeout tells as its cause. */
  private ActivityFailure ofAHostThatIsAway(ActivityFailure ended, ActivityInput<?> input) {
    if (!(ended.getCause() instanceof TimeoutFailure timeout)
        || timeout.getTimeoutType() != TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START) {
      return ended;
    }
    HostAbsence absence =
        timeout.getCause() == null ? HostAbsence.STEP_NOT_TAKEN : HostAbsence.STEP_LEFT;
    String host = HostId.ofTaskQueue(String.valueOf(input.getOptions().getTaskQueue()));
    return because(ended, absence.because(host, Steps.absentAtMost(workerLost).toSeconds()));
  }

  private static ActivityFailure because(ActivityFailure ended, ApplicationFailure why) {
    return new ActivityFailure(
        ended.getOriginalMessage(),
        ended.getScheduledEventId(),
        ended.getStartedEventId(),
        ended.getActivityType(),
        ended.getActivityId(),
        ended.getRetryState(),
        ended.getIdentity(),
        why);
  }

  private Parking.Decision park(ActivityInput<?> input, ActivityFailure failed, int row) {
    String step = input.getActivityName();
    mark(row, StepTable.State.PARKED, rootMessage(failed));
    if (failed.getCause() instanceof ApplicationFailure cause) {
      return parking.park(step, cause.getType(), details(cause), kinds.maySkip(step));
    }
    Problem.Details timeout =
        new Problem.Details(Problem.Cure.RETRY, List.of(rootMessage(failed)), "");
    return parking.park(step, "TIMEOUT", timeout, kinds.maySkip(step));
  }

  private boolean canPark(ActivityInput<?> input, ActivityFailure failed) {
    // What a person mends for a dry run, the next one sees: none stays open for it.
    if (dryRun || kinds.isUnattended(input.getActivityName())) {
      return false;
    }
    return !(failed.getCause() instanceof ApplicationFailure cause)
        || details(cause).cure() != Problem.Cure.START_AGAIN;
  }

  /** What our problems carry; for any other failure, its message. */
  private static Problem.Details details(ApplicationFailure cause) {
    return isProblem(cause)
        ? cause.getDetails().get(0, Problem.Details.class)
        : new Problem.Details(
            Problem.Cure.RETRY, List.of(String.valueOf(cause.getOriginalMessage())), "");
  }

  private static boolean isProblem(ApplicationFailure failure) {
    return failure.getDetails().getSize() > 0 && failure.getType().matches("[A-Z][A-Z0-9_]*");
  }

  private static String rootMessage(ActivityFailure failed) {
    return failed.getCause() instanceof TemporalFailure cause
        ? String.valueOf(cause.getOriginalMessage())
        : String.valueOf(failed.getCause());
  }

  private static Receipt skipped() {
    return new Receipt(Receipt.Outcome.SKIPPED, List.of(), "");
  }

  /**
   * The first thing undone: whatever is undone next must not find the step's process still at work.
   */
  private void stopJobsOf(ActivityInput<?> input) {
    if (!kinds.isDetachedJob(input.getActivityName())) {
      return;
    }
    String queue = input.getOptions().getTaskQueue();
    if (hosts.isGone(queue)) {
      return;
    }
    StopJobs request = new StopJobs(Workflow.getInfo().getWorkflowId(), input.getActivityName());
    Workflow.newDetachedCancellationScope(
            () -> Steps.onQueue(queue, JobActivities.class).stopJobs(request))
        .run();
  }

  private <R> ActivityInput<R> asStep(ActivityInput<R> input) {
    ActivityOptions.Builder options =
        ActivityOptions.newBuilder(input.getOptions())
            .setHeartbeatTimeout(workerLost)
            .setSummary(table.label(input.getActivityName()));
    if (!parking.waitsForHosts()) {
      options.setScheduleToStartTimeout(Steps.absentAtMost(workerLost));
    }
    return new ActivityInput<>(
        input.getActivityName(),
        input.getResultClass(),
        input.getResultType(),
        input.getArgs(),
        options.build(),
        input.getHeader());
  }

  @Override
  public <R> ChildWorkflowOutput<R> executeChildWorkflow(ChildWorkflowInput<R> input) {
    int row =
        opened(
            input.getWorkflowType(),
            table.open(
                input.getWorkflowType(), input.getWorkflowId(), Workflow.currentTimeMillis()));
    ChildWorkflowOutput<R> child = super.executeChildWorkflow(withSummary(input));
    return new ChildWorkflowOutput<>(
        child.getResult().handle((result, failure) -> ended(row, result, failure)),
        child.getWorkflowExecution());
  }

  private <R> ChildWorkflowInput<R> withSummary(ChildWorkflowInput<R> input) {
    ChildWorkflowOptions options =
        ChildWorkflowOptions.newBuilder(input.getOptions())
            .setStaticSummary(table.label(input.getWorkflowType(), input.getWorkflowId()))
            .build();
    return new ChildWorkflowInput<>(
        input.getWorkflowId(),
        input.getWorkflowType(),
        input.getResultClass(),
        input.getResultType(),
        input.getArgs(),
        options,
        input.getHeader());
  }

  private <R> R ended(int row, R result, RuntimeException failure) {
    mark(
        row,
        failure == null ? StepTable.stateOfChild(result) : StepTable.State.FAILED,
        StepTable.noteOf(result));
    if (failure != null) {
      throw failure;
    }
    return result;
  }

  /** What a person is needed for stands above the table, also at the root of the tree. */
  void attention(Optional<Attention> needed) {
    table.attention(needed);
    show();
  }

  /** That it waits for a host whose worker is away stands there too. */
  void waitsFor(Optional<HostAway> host) {
    table.waitsFor(host);
    show();
  }

  void overview(String markdown) {
    table.overview(markdown);
    show();
  }

  private int opened(String step) {
    return opened(step, table.open(step, Workflow.currentTimeMillis()));
  }

  private int opened(String step, int row) {
    Map<String, Object> memo = new LinkedHashMap<>();
    memo.put(RunMemo.STEP, step);
    Workflow.upsertMemo(memo);
    show();
    return row;
  }

  private void mark(int row, StepTable.State state, String note) {
    table.mark(row, state, note, Workflow.currentTimeMillis());
    show();
  }

  private void show() {
    Workflow.setCurrentDetails(table.markdown());
  }
}
