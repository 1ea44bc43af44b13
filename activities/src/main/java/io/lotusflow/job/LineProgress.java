package io.lotusflow.job;

/**
 * Reads a job's progress out of its log. A new one for each attempt: it sees the log from its first
 * line.
 */
@FunctionalInterface
public interface LineProgress {
  /** What is known after this line. {@code before} holds pid, start and this line already. */
  JobProgress after(String line, JobProgress before);

  /** Shows the newest line, and claims nothing more. */
  static LineProgress lastLine() {
    return (line, before) -> before;
  }
}
