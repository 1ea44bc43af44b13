package io.lotusflow.job;

/** The job was stopped, or was asked for before its stop and came late: it must not run. */
public final class JobStopped extends RuntimeException {
  JobStopped(JobKey key) {
    super("job " + key.name() + " was stopped");
  }
}
