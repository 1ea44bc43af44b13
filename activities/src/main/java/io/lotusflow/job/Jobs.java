package io.lotusflow.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** All detached jobs of this host, known by their folders. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class Jobs {
  private final Path folder;

  public Jobs(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts the job, or attaches to the one that runs, and follows it to its end.
   *
   * <p>A second call, in this process or in another, follows the same process. A job that ended
   * while nobody followed it hands out its code once more to the same ask; a code other than 0 only
   * once, so that a retry starts anew. A job that vanished (killed, reboot) is started anew.
   *
   * @param line each line of its log, from the first, also of what was printed before we attached
   * @param pulse called at least once a second; what it throws comes out of here, and the job goes
   *     on
   * @throws JobStopped if {@link #stop} was asked for later than this start
   * @throws JobVanished if it was killed from outside again and again
   */
  public JobExit run(JobSpec spec, JobAsk ask, Consumer<String> line, JobPulse pulse) {
    throw new UnsupportedOperationException(folder + " " + spec + ask + line + pulse);
  }

  /**
   * Makes the next {@link #run} start anew, whatever was recorded: its result did not stand up to a
   * check.
   */
  public void forget(JobKey key) {
    throw new UnsupportedOperationException("" + key);
  }

  /**
   * Ends every job of that owner and step with its whole tree, politely first, and returns when
   * none of it is left. Starts asked for before {@code ask.since()} are refused from now on.
   */
  public void stop(String owner, String step, JobAsk ask) {
    throw new UnsupportedOperationException(owner + step + ask);
  }

  public Optional<JobState> look(JobKey key) {
    throw new UnsupportedOperationException("" + key);
  }

  /** The newest attempt of every job, newest first. */
  public List<JobState> list() {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends jobs of owners that are no longer open; deletes their folders when the last sign of life
   * is older than {@code keepFor}.
   */
  public void reap(Predicate<String> ownerStillOpen, Duration keepFor) {
    throw new UnsupportedOperationException("" + ownerStillOpen + keepFor);
  }
}
