package io.lotusflow.job;

/** The job's processes were killed from outside, again and again, and left no exit code. */
public final class JobVanished extends RuntimeException {
  JobVanished(JobKey key, int times) {
    super("job " + key.name() + " was killed from outside " + times + " times in a row");
  }
}
