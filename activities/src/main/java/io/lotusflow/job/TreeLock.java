package io.lotusflow.job;

import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import java.time.Duration;

/**
 * The lock that a job's tree holds, seen from outside. Java's own file locks are of another kind.
 */
final class TreeLock {
  private static final Duration QUICK = Duration.ofSeconds(10);

  private TreeLock() {}

  /**
   * Marks an attempt as stopped, so that it either never begins or is seen to run. A wrapper that
   * was launched by a starter now dead looks for the mark when it has the lock: so while nobody has
   * begun, the mark is made under it.
   */
  static void markStopped(JobFolder job, Attempt attempt, Beat beat) {
    while (attempt.process().isEmpty() && !markedUnderLock(job, attempt)) {
      beat.run();
    }
    attempt.set(Attempt.Mark.STOPPED);
  }

  private static boolean markedUnderLock(JobFolder job, Attempt attempt) {
    String mark = attempt.folder().resolve(Attempt.Mark.STOPPED.file()).toString();
    Command touch =
        Command.of(QUICK, "flock", "-w", "0.05", job.lock().toString(), "touch", mark)
            .accepting(0, 1);
    return new Programs().run(touch).exit() == 0;
  }
}
