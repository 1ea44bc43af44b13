package io.lotusflow.job;

import java.time.Instant;

/** What the log of one job has told so far. */
final class ProgressReader {
  private static final int LONGEST_LINE = 200;

  private final LineProgress progress;
  private JobProgress last = JobProgress.of("", 0, Instant.EPOCH);

  ProgressReader(LineProgress progress) {
    this.progress = progress;
  }

  void read(String line) {
    String shown = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + '…' : line;
    last = progress.after(line, with(shown, last.pid(), last.startedAt()));
  }

  JobProgress after(JobState state) {
    last = with(last.lastLine(), state.pid(), state.startedAt());
    return last;
  }

  JobProgress last() {
    return last;
  }

  private JobProgress with(String line, long pid, Instant startedAt) {
    return new JobProgress(
        last.phase(), last.percent(), last.done(), last.total(), last.unit(), line, pid, startedAt);
  }
}
