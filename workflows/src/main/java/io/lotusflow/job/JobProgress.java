package io.lotusflow.job;

import java.time.Instant;

/**
 * How far a detached job has come: the heartbeat of its activity.
 *
 * @param phase what is being done now, in the command's own words; empty if unknown
 * @param percent 0 to 100; negative where it would not be honest
 * @param done how many units are done, of {@code total}; 0 of 0 if nothing is counted
 * @param unit what is counted: {@code bytes}, {@code blocks}, {@code lines}…
 * @param lastLine the newest line of its log, redacted
 * @param pid the process that leads the job; 0 before it runs
 */
public record JobProgress(
    String phase,
    double percent,
    long done,
    long total,
    String unit,
    String lastLine,
    long pid,
    Instant startedAt) {

  /** A job of which only its last line is known. */
  public static JobProgress of(String lastLine, long pid, Instant startedAt) {
    return new JobProgress("", -1, 0, 0, "", lastLine, pid, startedAt);
  }
}
