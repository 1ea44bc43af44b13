package io.lotusflow.job;

/**
 * Called at least once a second while a job is followed. What it throws ends the following, never
 * the job.
 */
@FunctionalInterface
public interface JobPulse {
  void beat(JobState state);
}
