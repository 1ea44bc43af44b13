package io.lotusflow.job;

import io.lotusflow.process.BundledScript;
import io.lotusflow.process.Executables;
import io.lotusflow.process.ProcessId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the attempt to follow: the one that runs, the one whose result is still wanted, or a new
 * one.
 */
final class Starting {
  private static final Logger log = LoggerFactory.getLogger(Starting.class);
  private static final Duration TIME_TO_BEGIN = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(2);

  private final Path jobs;
  private final JobLauncher launcher;
  private final Supplier<String> boot;
  private final JobSpec spec;
  private final JobFolder job;
  private final Beat beat;

  Starting(Path jobs, JobLauncher launcher, Supplier<String> boot, JobSpec spec, Beat beat) {
    this.jobs = jobs;
    this.launcher = launcher;
    this.boot = boot;
    this.spec = spec;
    this.job = JobFolder.of(jobs, spec.key());
    this.beat = beat;
  }

  /**
   * To be called under the step's lock: so whoever else began a start that is not finished is dead.
   */
  Attempt startOrAttach(JobAsk ask) {
    Attempt attempt =
        job.newest().filter(newest -> isWanted(newest, ask)).orElseGet(this::beginAnew);
    attempt.askedBy(ask);
    if (attempt.phase(boot.get()) == JobState.Phase.STARTING) {
      start(attempt);
    }
    return attempt;
  }

  private boolean isWanted(Attempt attempt, JobAsk ask) {
    return switch (attempt.phase(boot.get())) {
      // A start that was not finished is made again: the tree's lock keeps it from beginning twice.
      case STARTING, RUNNING -> true;
      case ENDED ->
          attempt.isAskedBy(ask)
              && !attempt.has(Attempt.Mark.FORGOTTEN)
              && (attempt.exit().orElse(-1) == 0 || !attempt.has(Attempt.Mark.DELIVERED));
      case VANISHED, STOPPED -> false;
    };
  }

  /** Whatever is left of the last attempt ends first: two must not work on the same files. */
  private Attempt beginAnew() {
    job.newest()
        .filter(any -> job.tree(boot.get()).alive())
        .ifPresent(
            left -> {
              log.info("ending what an attempt left behind job={}", spec.key().name());
              launcher.end(job.unit(left), job.tree(boot.get()), Jobs.GRACE, beat);
            });
    return job.next();
  }

  private void start(Attempt attempt) {
    Path program =
        Executables.find(spec.argv().get(0), spec.environment())
            .orElseThrow(() -> new JobNotStarted(spec.key(), noProgram()));
    attempt.describe(description());
    BooleanSupplier alive = launcher.launch(launchOf(attempt, program));
    awaitLeader(attempt, alive);
    EnvironmentFile.delete(attempt.folder());
    log.info(
        "job started job={} attempt={} pid={} log={}",
        spec.key().name(),
        attempt.number(),
        attempt.process().map(ProcessId::pid).orElse(0L),
        attempt.log());
  }

  private String noProgram() {
    return "no program \"" + spec.argv().get(0) + "\" on the path given to it";
  }

  private Attempt.Description description() {
    return new Attempt.Description(
        spec.key().owner(),
        spec.key().step(),
        spec.key().inputs(),
        spec.argv(),
        spec.workingDirectory().toString(),
        new TreeSet<>(spec.environment().keySet()),
        spec.weight(),
        spec.logLimitBytes(),
        System.currentTimeMillis());
  }

  private JobLauncher.Launch launchOf(Attempt attempt, Path program) {
    List<String> argv = new ArrayList<>(List.of("/bin/sh"));
    argv.add(BundledScript.install(Jobs.class, "job.sh", jobs.resolve(".scripts")).toString());
    argv.addAll(List.of(attempt.folder().toString(), job.lock().toString(), spec.weight().name()));
    argv.add(program.toString());
    argv.addAll(spec.argv().subList(1, spec.argv().size()));
    Map<String, String> environment = new HashMap<>(spec.environment());
    environment.put(JobFolder.TAG, job.folder().toString());
    return new JobLauncher.Launch(
        job.unit(attempt),
        argv,
        spec.workingDirectory(),
        environment,
        spec.weight(),
        attempt.folder());
  }

  private void awaitLeader(Attempt attempt, BooleanSupplier alive) {
    long deadline = System.nanoTime() + TIME_TO_BEGIN.toNanos();
    boolean wasAlive = true;
    while (attempt.process().isEmpty()) {
      // One more look after its end: it may have begun and ended between the two.
      if (!wasAlive || System.nanoTime() > deadline) {
        throw new JobNotStarted(spec.key(), "its wrapper did not begin; see " + attempt.log());
      }
      wasAlive = alive.getAsBoolean();
      beat.run();
      Beat.pause(LOOK);
    }
  }
}
