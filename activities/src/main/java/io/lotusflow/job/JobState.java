package io.lotusflow.job;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * A job as it stands on disk.
 *
 * @param attempt counts its starts, from 1
 * @param pid the process that leads it; 0 before it runs
 * @param code its exit code once it has ended by itself
 */
public record JobState(
    JobKey key,
    int attempt,
    Phase phase,
    OptionalInt code,
    long pid,
    List<String> argv,
    Instant startedAt,
    Path log) {
  /** Where a job can be. */
  public enum Phase {
    /** Asked for, its first process has not reported yet. */
    STARTING,
    RUNNING,
    /** Ended by itself; its exit code is known. */
    ENDED,
    /** Killed from outside or by a reboot: its exit code will never be known. */
    VANISHED,
    /** Ended by {@link Jobs#stop}. */
    STOPPED
  }
}
