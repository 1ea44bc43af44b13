package io.lotusflow.job;

/** Stops jobs on the host that runs this. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class JobActivitiesImpl implements JobActivities {
  private final Jobs jobs;

  public JobActivitiesImpl(Jobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public void stopJobs(StopJobs request) {
    throw new UnsupportedOperationException(request.toString() + jobs.list());
  }
}
