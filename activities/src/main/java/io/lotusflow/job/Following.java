package io.lotusflow.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows one attempt to its end: its log, its life, its exit code. */
final class Following {
  private static final Logger log = LoggerFactory.getLogger(Following.class);

  /** The end of a job is to be noticed within 50 ms; a look costs some microseconds. */
  private static final Duration LOOK = Duration.ofMillis(20);

  private static final Duration READ_LOG = Duration.ofMillis(200);

  private final Path jobs;
  private final Supplier<String> boot;
  private final JobSpec spec;
  private final Attempt attempt;
  private final JobPulse pulse;
  private final GrowingLog tail;

  Following(
      Path jobs,
      Supplier<String> boot,
      JobSpec spec,
      Attempt attempt,
      Consumer<String> line,
      JobPulse pulse) {
    this.jobs = jobs;
    this.boot = boot;
    this.spec = spec;
    this.attempt = attempt;
    this.pulse = pulse;
    this.tail = new GrowingLog(attempt.log(), line);
  }

  /** Empty if the attempt vanished. */
  Optional<JobExit> toItsEnd() {
    Beat reading = new Beat(READ_LOG, tail::read);
    Beat beat = new Beat(this::beat);
    while (true) {
      OptionalInt code = attempt.exit();
      if (code.isPresent() && !attempt.has(Attempt.Mark.STOPPED)) {
        return Optional.of(ended(code.getAsInt(), beat));
      }
      reading.run();
      if (beat.isDue()) {
        JobState.Phase phase = attempt.phase(boot.get());
        if (phase == JobState.Phase.STOPPED) {
          throw new JobStopped(spec.key());
        }
        if (phase == JobState.Phase.VANISHED) {
          return Optional.empty();
        }
        beat.run();
      }
      Beat.pause(LOOK);
    }
  }

  private void beat() {
    if (logIsTooLong()) {
      StepLock.ifFree(
          jobs,
          spec.key().owner(),
          spec.key().step(),
          () -> LogLimit.apply(attempt.log(), spec.logLimitBytes()));
    }
    pulse.beat(attempt.state(spec.key(), boot.get()));
  }

  private boolean logIsTooLong() {
    try {
      return Files.size(attempt.log()) > spec.logLimitBytes();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The command is done; what it has left running is not wanted any more. */
  private JobExit ended(int code, Beat beat) {
    tail.finish();
    JobFolder job = JobFolder.of(jobs, spec.key());
    if (job.newest().equals(Optional.of(attempt)) && job.tree(boot.get()).leftBehind()) {
      job.tree(boot.get()).end(Jobs.GRACE, beat);
    }
    if (code != 0) {
      attempt.set(Attempt.Mark.DELIVERED);
    }
    Duration took = Duration.between(attempt.startedAt(), attempt.endedAt());
    log.info(
        "job ended job={} code={} took={} log={}", spec.key().name(), code, took, attempt.log());
    return new JobExit(code, attempt.log(), attempt.startedAt(), took);
  }
}
