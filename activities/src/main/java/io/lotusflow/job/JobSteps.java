package io.lotusflow.job;

import java.util.function.Consumer;

/**
 * Runs a job as the body of an activity: heartbeats its progress, and stops it only if the activity
 * is truly cancelled.
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class JobSteps {
  private final Jobs jobs;

  public JobSteps(Jobs jobs) {
    this.jobs = jobs;
  }

  /** The key of the current activity: its workflow's id, its type, and what it was given. */
  public JobKey key(Object... inputs) {
    throw new UnsupportedOperationException("" + jobs.list() + inputs.length);
  }

  /** Follows the job to its end and returns how it ended, whatever its code. */
  public JobExit runAsStep(JobSpec spec, LineProgress progress) {
    throw new UnsupportedOperationException("" + spec + progress);
  }

  /**
   * As {@link #runAsStep}, then verifies.
   *
   * @param verify looks at the world; if it throws, the recorded exit is forgotten, so that a retry
   *     runs the command again
   * @throws JobFailed if the code is not 0
   */
  public JobExit runVerified(JobSpec spec, LineProgress progress, Consumer<JobExit> verify) {
    throw new UnsupportedOperationException("" + spec + progress + verify);
  }
}
