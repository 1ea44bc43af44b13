package io.lotusflow.job;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;

/** Stops jobs on the host that runs this. */
public final class JobActivitiesImpl implements JobActivities {
  private final Jobs jobs;

  public JobActivitiesImpl(Jobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public void stopJobs(StopJobs request) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    jobs.stop(
        request.owner(),
        request.step(),
        JobSteps.ask(context),
        () -> context.heartbeat("stopping " + request.step()));
  }
}
