package io.lotusflow.build;

import io.lotusflow.job.JobProgress;
import io.lotusflow.job.LineProgress;

/** Reads {@code info: downloading component 'rustc'}. */
final class RustupProgress implements LineProgress {
  private String phase = "";

  @Override
  public JobProgress after(String line, JobProgress before) {
    if (line.startsWith("info: ")) {
      phase = line.substring("info: ".length());
    }
    return new JobProgress(
        phase, -1, 0, 0, "", before.lastLine(), before.pid(), before.startedAt());
  }
}
