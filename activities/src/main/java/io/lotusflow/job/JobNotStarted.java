package io.lotusflow.job;

/** The job could not be started at all: no such program, no room for its files. */
public final class JobNotStarted extends RuntimeException {
  JobNotStarted(JobKey key, String why) {
    super("job " + key.name() + " cannot be started: " + why);
  }
}
