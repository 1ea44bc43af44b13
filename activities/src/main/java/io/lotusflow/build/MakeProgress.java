package io.lotusflow.build;

import io.lotusflow.job.JobProgress;
import io.lotusflow.job.LineProgress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is compiled now, and how many lines were printed. A percentage only where the compiler
 * itself counts, as in {@code 12/345}: how many packages follow is not known.
 */
final class MakeProgress implements LineProgress {
  private static final Pattern CARGO =
      Pattern.compile("^\\s*(?:Compiling|Downloaded|Checking) (\\S+ v\\S+)");
  private static final Pattern GO_BUILD = Pattern.compile("go build .*-o (\\S+)");
  private static final Pattern PACKAGE = Pattern.compile("^[\\w.-]+(?:/[\\w.-]+)+$");
  private static final Pattern COUNTED = Pattern.compile("\\b(\\d+)/(\\d+)\\b.*[:\\]]");

  private String step = "";
  private String now = "";
  private long lines;

  @Override
  public JobProgress after(String line, JobProgress before) {
    lines++;
    if (line.startsWith("== ")) {
      step = line.substring(3);
      now = "";
    }
    now = compiled(line);
    String phase = now.isEmpty() ? step : step + ": " + now;
    Matcher counted = COUNTED.matcher(line);
    if (counted.find() && Long.parseLong(counted.group(2)) > 0) {
      long done = Long.parseLong(counted.group(1));
      long total = Long.parseLong(counted.group(2));
      return new JobProgress(
          phase,
          100.0 * done / total,
          done,
          total,
          "units",
          line,
          before.pid(),
          before.startedAt());
    }
    return new JobProgress(
        phase, -1, lines, 0, "lines", before.lastLine(), before.pid(), before.startedAt());
  }

  private String compiled(String line) {
    for (Pattern pattern : new Pattern[] {CARGO, GO_BUILD}) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    return PACKAGE.matcher(line).matches() ? line : now;
  }
}
