package io.lotusflow.host;

import io.lotusflow.job.JobProgress;
import io.lotusflow.job.LineProgress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts the packages that apt-get sets up, of those that it said it would. */
final class AptProgress implements LineProgress {
  private static final Pattern TOTAL = Pattern.compile("(\\d+) upgraded, (\\d+) newly installed");

  private String phase = "";
  private long total;
  private long done;

  @Override
  public JobProgress after(String line, JobProgress before) {
    if (line.startsWith("== ")) {
      phase = line.substring(3);
    }
    Matcher announced = TOTAL.matcher(line);
    if (announced.find()) {
      total = Long.parseLong(announced.group(1)) + Long.parseLong(announced.group(2));
      done = 0;
    }
    if (line.startsWith("Setting up ")) {
      done++;
    }
    double percent = total == 0 ? -1 : Math.min(100.0, 100.0 * done / total);
    return new JobProgress(
        phase, percent, done, total, "packages", line, before.pid(), before.startedAt());
  }
}
