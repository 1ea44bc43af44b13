package io.lotusflow.build;

import io.lotusflow.job.JobProgress;
import io.lotusflow.job.LineProgress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Receiving objects: 42% (123/456), 12.3 MiB} and the steps of our script. */
final class GitProgress implements LineProgress {
  private static final Pattern COUNTED =
      Pattern.compile("([A-Z][a-z]+ [a-z]+):\\s+(\\d+)% \\((\\d+)/(\\d+)\\)");

  private String phase = "";

  @Override
  public JobProgress after(String line, JobProgress before) {
    String newest = line.substring(line.lastIndexOf('\r', line.length() - 2) + 1);
    if (newest.startsWith("== ")) {
      phase = newest.substring(3).split(" ", 2)[0];
      return new JobProgress(
          phase, -1, 0, 0, "", newest.substring(3), before.pid(), before.startedAt());
    }
    Matcher counted = COUNTED.matcher(newest);
    if (!counted.find()) {
      return new JobProgress(
          phase,
          before.percent(),
          before.done(),
          before.total(),
          before.unit(),
          before.lastLine(),
          before.pid(),
          before.startedAt());
    }
    return new JobProgress(
        phase + ": " + counted.group(1),
        Double.parseDouble(counted.group(2)),
        Long.parseLong(counted.group(3)),
        Long.parseLong(counted.group(4)),
        "objects",
        newest.strip(),
        before.pid(),
        before.startedAt());
  }
}
