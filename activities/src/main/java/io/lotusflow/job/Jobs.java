package io.lotusflow.job;

import io.lotusflow.files.FolderTree;
import io.lotusflow.process.ProcessId;
import io.lotusflow.process.Redactor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All detached jobs of this host, known by their folders: any number of workers may share them. */
public final class Jobs {
  /** How long a tree may take to end by itself before it is killed. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Jobs.class);
  private static final int VANISHED_OFTEN = 3;

  private final Path jobs;
  private final JobLauncher launcher;
  private final Supplier<String> boot;

  /** Jobs as this host starts them best. */
  public Jobs(Path folder) {
    this(folder, JobLauncher.forThisHost());
  }

  public Jobs(Path folder, JobLauncher launcher) {
    this(folder, launcher, ProcessId::currentBoot);
  }

  Jobs(Path folder, JobLauncher launcher, Supplier<String> boot) {
    this.jobs = folder.toAbsolutePath().normalize();
    this.launcher = launcher;
    this.boot = boot;
  }

  /**
   * Starts the job, or attaches to the one that runs, and follows it to its end.
   *
   * <p>A second call, in this process or in another, follows the same process. A job that ended
   * while nobody followed it hands out its code to the next attempt of the same ask; a code other
   * than 0 only once, so that a retry starts anew. A job that vanished (killed, reboot) is started
   * anew.
   *
   * @param line each line of its log, from the first, also of what was printed before we attached;
   *     secrets are masked
   * @param pulse called at least once a second; what it throws comes out of here, and the job goes
   *     on
   * @throws JobStopped if {@link #stop} was asked for later than this start
   * @throws JobVanished if it was killed from outside again and again
   * @throws JobNotStarted if there is no such program, or no room for its files
   */
  public JobExit run(JobSpec spec, JobAsk ask, Consumer<String> line, JobPulse pulse) {
    List<String> secrets = spec.secretNames().stream().map(spec.environment()::get).toList();
    Consumer<String> masked = text -> line.accept(Redactor.redact(text, secrets));
    for (int vanished = 0; vanished < VANISHED_OFTEN; vanished++) {
      Attempt attempt = startOrAttach(spec, ask, pulse);
      Optional<JobExit> exit = new Following(jobs, boot, spec, attempt, masked, pulse).toItsEnd();
      if (exit.isPresent()) {
        return exit.get();
      }
      log.warn("job vanished job={} attempt={}", spec.key().name(), attempt.number());
    }
    throw new JobVanished(spec.key(), VANISHED_OFTEN);
  }

  private Attempt startOrAttach(JobSpec spec, JobAsk ask, JobPulse pulse) {
    String owner = spec.key().owner();
    String step = spec.key().step();
    Beat beat = new Beat(() -> pulse.beat(waiting(spec)));
    Starting starting = new Starting(jobs, launcher, boot, spec, beat);
    Folders.create(jobs);
    return StepLock.hold(
        jobs,
        owner,
        step,
        beat,
        () -> {
          if (stopMark(owner, step).refuses(ask)) {
            throw new JobStopped(spec.key());
          }
          return starting.startOrAttach(ask);
        });
  }

  private JobState waiting(JobSpec spec) {
    return new JobState(
        spec.key(),
        0,
        JobState.Phase.STARTING,
        OptionalInt.empty(),
        0,
        spec.argv(),
        Instant.now(),
        JobFolder.of(jobs, spec.key()).folder().resolve("log"));
  }

  /**
   * Makes the next {@link #run} start anew, whatever was recorded: its result did not stand up to a
   * check.
   */
  public void forget(JobKey key) {
    JobFolder.of(jobs, key).newest().ifPresent(newest -> newest.set(Attempt.Mark.FORGOTTEN));
  }

  /** {@link #stop(String, String, JobAsk, Runnable)} where nobody waits for a sign of life. */
  public void stop(String owner, String step, JobAsk ask) {
    stop(owner, step, ask, () -> {});
  }

  /**
   * Ends every job of that owner and step with its whole tree, politely first, and returns when
   * none of it is left. Starts asked for before {@code ask.since()} are refused from now on; stops
   * that do nothing, twice or late, are safe.
   *
   * @param pulse called about once a second while this takes
   */
  public void stop(String owner, String step, JobAsk ask, Runnable pulse) {
    Folders.create(jobs);
    Beat beat = new Beat(pulse);
    StepLock.hold(
        jobs,
        owner,
        step,
        beat,
        () -> {
          stopMark(owner, step).refuseAsksUntil(ask.since());
          Folders.in(JobFolder.ofStep(jobs, owner, step)).stream()
              .map(JobFolder::new)
              .forEach(job -> job.newest().ifPresent(newest -> stop(job, newest, beat)));
          return owner;
        });
  }

  private void stop(JobFolder job, Attempt attempt, Beat beat) {
    boolean unfinished = attempt.exit().isEmpty();
    if (unfinished) {
      TreeLock.markStopped(job, attempt, beat);
    }
    if (unfinished || job.tree(boot.get()).alive()) {
      launcher.end(job.unit(attempt), job.tree(boot.get()), GRACE, beat);
      log.info("job stopped job={} attempt={}", job.folder(), attempt.number());
    }
    EnvironmentFile.delete(attempt.folder());
  }

  public Optional<JobState> look(JobKey key) {
    return JobFolder.of(jobs, key).newest().map(newest -> newest.state(key, boot.get()));
  }

  /** The newest attempt of every job, newest first. */
  public List<JobState> list() {
    return Folders.in(jobs).stream()
        .flatMap(owner -> Folders.in(owner).stream())
        .flatMap(step -> Folders.in(step).stream())
        .flatMap(job -> new JobFolder(job).newest().stream())
        .flatMap(newest -> newest.key().map(key -> newest.state(key, boot.get())).stream())
        .sorted(Comparator.comparing(JobState::startedAt).reversed())
        .toList();
  }

  /**
   * Ends jobs of owners that are no longer open; deletes their folders when the last sign of life
   * is older than {@code keepFor}. An owner that is started again meanwhile starts its job anew.
   * Also cuts the logs of jobs that nobody follows. Cheap enough for every minute: once a job was
   * found to be over, its owner is not asked for until the folder may go.
   */
  public void reap(Predicate<String> ownerStillOpen, Duration keepFor) {
    for (JobState state : list()) {
      JobKey key = state.key();
      JobFolder job = JobFolder.of(jobs, key);
      if (job.newest().filter(n -> n.has(Attempt.Mark.REAPED) && !isOld(n, keepFor)).isPresent()) {
        continue;
      }
      boolean over = !ownerStillOpen.test(key.owner());
      Runnable reaping = over ? () -> reap(job, keepFor) : () -> cutLog(job);
      StepLock.ifFree(jobs, key.owner(), key.step(), reaping);
    }
  }

  private static void cutLog(JobFolder job) {
    job.newest()
        .ifPresent(
            newest ->
                newest
                    .description()
                    .ifPresent(d -> LogLimit.apply(newest.log(), d.logLimitBytes())));
  }

  private void reap(JobFolder job, Duration keepFor) {
    job.newest().filter(newest -> !newest.has(Attempt.Mark.REAPED)).ifPresent(n -> reap(job, n));
    if (job.newest().isEmpty() || isOld(job.newest().get(), keepFor)) {
      FolderTree.delete(job.folder());
      Path step = job.folder().getParent();
      if (Folders.in(step).isEmpty()) {
        FolderTree.delete(step);
        Folders.deleteIfEmpty(step.getParent());
      }
    }
  }

  private static boolean isOld(Attempt attempt, Duration keepFor) {
    return attempt.lastSignOfLife().isBefore(Instant.now().minus(keepFor));
  }

  private void reap(JobFolder job, Attempt attempt) {
    boolean unfinished =
        switch (attempt.phase(boot.get())) {
          case STARTING, RUNNING -> true;
          case ENDED, VANISHED, STOPPED -> false;
        };
    if (job.tree(boot.get()).alive()) {
      log.info("ending a job whose run is over job={}", job.folder());
      launcher.end(job.unit(attempt), job.tree(boot.get()), GRACE, () -> {});
    }
    // Not while it may still come to life: a late wrapper, a run that is started again.
    if (!unfinished) {
      attempt.set(Attempt.Mark.REAPED);
    }
  }

  private StopMark stopMark(String owner, String step) {
    return new StopMark(JobFolder.ofStep(jobs, owner, step).resolve("stopped"));
  }
}
