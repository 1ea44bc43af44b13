package io.lotusflow.job;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Runs a job as the body of an activity: heartbeats its progress, and stops it only if the activity
 * is truly cancelled. A worker that leaves, a heartbeat that was lost, a server that is away: the
 * job goes on, and the next attempt attaches to it.
 */
public final class JobSteps {
  private final Jobs jobs;

  public JobSteps(Jobs jobs) {
    this.jobs = jobs;
  }

  /** The key of the current activity's job: its workflow's id, its type, and what it was given. */
  public JobKey key(Object... inputs) {
    ActivityInfo info = Activity.getExecutionContext().getInfo();
    return JobKey.of(info.getWorkflowId(), info.getActivityType(), inputs);
  }

  /**
   * Follows the job to its end and returns how it ended, whatever its code.
   *
   * <p>A retry after a code other than 0 runs the command again; one after a lost worker is given
   * the code that it missed. A code of 0 stays: use {@link #runVerified} if it may be a lie.
   */
  public JobExit runAsStep(JobSpec spec, LineProgress progress) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    ProgressReader reader = new ProgressReader(progress);
    try {
      return jobs.run(
          spec, ask(context), reader::read, state -> context.heartbeat(reader.after(state)));
    } catch (RuntimeException left) {
      endIfCancelled(context, spec.key(), reader);
      leaveIfWorkerEnds(context, left, reader);
      throw asFailure(left);
    }
  }

  /**
   * Starts the job, or attaches to it, and leaves it running once that is enough.
   *
   * @param look called about once a second with what the log tells; its answer is the heartbeat
   * @param enough asked right after
   * @return how it ended, if it ended before
   */
  public Optional<JobExit> runUntil(
      JobSpec spec, UnaryOperator<JobProgress> look, BooleanSupplier enough) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    ProgressReader reader = new ProgressReader(LineProgress.lastLine());
    JobPulse pulse =
        state -> {
          context.heartbeat(look.apply(reader.after(state)));
          if (enough.getAsBoolean()) {
            throw new Enough();
          }
        };
    try {
      return Optional.of(jobs.run(spec, ask(context), reader::read, pulse));
    } catch (Enough runsOn) {
      return Optional.empty();
    } catch (RuntimeException left) {
      endIfCancelled(context, spec.key(), reader);
      leaveIfWorkerEnds(context, left, reader);
      throw asFailure(left);
    }
  }

  /** Ends all jobs of a step of the current activity's workflow. */
  public void stop(String step) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    String owner = context.getInfo().getWorkflowId();
    jobs.stop(owner, step, ask(context), () -> context.heartbeat("stopping " + step));
  }

  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * As {@link #runAsStep}, for a command that has succeeded only if a look at the world says so.
   *
   * @param verify throws if it has not; then the recorded exit is forgotten, and a retry runs the
   *     command again
   */
  public JobExit runVerified(JobSpec spec, LineProgress progress, Consumer<JobExit> verify) {
    JobExit exit = runAsStep(spec, progress);
    if (!exit.succeeded()) {
      throw JobProblem.JOB_FAILED.withLog(
          exit.lastLines(), String.join(" ", spec.argv()), exit.code(), exit.log());
    }
    try {
      verify.accept(exit);
    } catch (RuntimeException notSo) {
      jobs.forget(spec.key());
      throw notSo;
    }
    return exit;
  }

  /**
   * The only proof of a cancel is the token: an exception may as well mean a server out of reach.
   */
  private void endIfCancelled(ActivityExecutionContext context, JobKey key, ProgressReader reader) {
    if (context.getCancellationToken().isCancellationRequested()) {
      jobs.stop(key.owner(), key.step(), ask(context), () -> stillHere(context, reader));
      context.getCancellationToken().throwIfCancellationRequested();
    }
  }

  /** An interrupt is no failure of the step: the SDK's own exception says what it was. */
  private static void leaveIfWorkerEnds(
      ActivityExecutionContext context, RuntimeException left, ProgressReader reader) {
    if (left instanceof CancellationException && Thread.interrupted()) {
      try {
        context.heartbeat(reader.last());
      } finally {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void stillHere(ActivityExecutionContext context, ProgressReader reader) {
    try {
      context.heartbeat(reader.last());
    } catch (ActivityCompletionException known) {
      // We are cancelled; it is said so that the server waits until the tree is gone.
    }
  }

  private static RuntimeException asFailure(RuntimeException left) {
    if (left instanceof JobStopped) {
      return JobProblem.JOB_STOPPED.because(left.getMessage());
    }
    if (left instanceof JobVanished) {
      return JobProblem.JOB_VANISHED.because(left.getMessage());
    }
    if (left instanceof JobNotStarted) {
      return JobProblem.JOB_NOT_STARTED.because(left.getMessage());
    }
    return left;
  }

  /** All attempts of one scheduled activity ask the same. */
  static JobAsk ask(ActivityExecutionContext context) {
    ActivityInfo info = context.getInfo();
    return new JobAsk(
        info.getWorkflowRunId() + '/' + info.getActivityId(),
        Instant.ofEpochMilli(info.getScheduledTimestamp()));
  }
}
