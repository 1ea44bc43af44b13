package io.lotusflow.job;

import io.temporal.activity.ActivityInterface;

/**
 * The first compensation of every step that runs a job: registered before the step is started, run
 * in a detached scope on the step's own host, retried for ever.
 */
@ActivityInterface
public interface JobActivities {
  /**
   * Ends the whole process tree of every job of that owner and step, politely first, and returns
   * when none of it is left. Also refuses a start that was asked for before this call and comes
   * late (a slow attempt on a worker that was cut off). A step scheduled afterwards may start anew.
   * Stopping what does not run, or a second time, does nothing.
   */
  void stopJobs(StopJobs request);
}
