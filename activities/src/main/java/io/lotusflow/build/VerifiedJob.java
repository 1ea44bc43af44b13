package io.lotusflow.build;

import io.lotusflow.job.JobExit;
import io.lotusflow.job.JobSpec;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.Jobs;
import io.lotusflow.job.LineProgress;
import java.util.function.Function;

/**
 * A job that has succeeded only when a look at the world says so, and whose failures have names.
 */
final class VerifiedJob {
  private final Jobs jobs;
  private final JobSteps steps;

  VerifiedJob(Jobs jobs) {
    this.jobs = jobs;
    this.steps = new JobSteps(jobs);
  }

  /**
   * Runs it to its end.
   *
   * @param problem names a failure by its exit code and its log
   * @param verify throws if the command did not do what it should; a retry then runs it again
   */
  void run(
      JobSpec spec,
      LineProgress progress,
      Function<JobExit, RuntimeException> problem,
      Runnable verify) {
    JobExit exit = steps.runAsStep(spec, progress);
    if (!exit.succeeded()) {
      throw problem.apply(exit);
    }
    try {
      verify.run();
    } catch (RuntimeException notSo) {
      jobs.forget(spec.key());
      throw notSo;
    }
  }
}
