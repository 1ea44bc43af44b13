package io.lotusflow.chain;

import io.lotusflow.job.JobProgress;
import io.lotusflow.job.LineProgress;
import io.lotusflow.lotus.ByteSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an import tells in its log. Progress comes as frames glued together, without line ends. */
final class ImportLog {
  private static final Pattern FRAME =
      Pattern.compile("([\\d.]+) ([KMGTP]?i?B) / ([\\d.]+) ([KMGTP]?i?B) \\[");
  private static final Pattern ERROR = Pattern.compile("ERROR: (.*)");
  private static final Pattern DAMAGED =
      Pattern.compile(
          "mismatch in content integrity|unexpected EOF|peek header: EOF|invalid header"
              + "|loadcar failed|malformed|invalid magic");

  private final String text;

  private ImportLog(String text) {
    this.text = text;
  }

  static ImportLog read(Path log) {
    try {
      return new ImportLog(new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Only this line on stdout says that it came to its end; the exit code alone does not. */
  boolean saysComplete() {
    return text.contains("Chain import complete");
  }

  boolean saysDamaged() {
    return error().filter(error -> DAMAGED.matcher(error).find()).isPresent();
  }

  /** The file is sound, but its chain cannot be worked out anew. */
  boolean saysInvalid() {
    return text.contains("chain validation failed");
  }

  boolean saysLocked() {
    return text.contains("repo is already locked");
  }

  boolean saysDiskFull() {
    return text.contains("no space left on device");
  }

  Optional<String> error() {
    return last(ERROR, text).map(error -> error.group(1));
  }

  static LineProgress progress() {
    return (line, before) -> last(FRAME, line).map(frame -> progress(frame, before)).orElse(before);
  }

  private static JobProgress progress(MatchResult frame, JobProgress before) {
    long done = bytes(frame.group(1), frame.group(2));
    long total = bytes(frame.group(3), frame.group(4));
    String shown = "%s of %s".formatted(new ByteSize(done), new ByteSize(total));
    return new JobProgress(
        "importing",
        total == 0 ? -1 : Math.min(100, 100.0 * done / total),
        done,
        total,
        "bytes",
        shown,
        before.pid(),
        before.startedAt());
  }

  private static long bytes(String number, String unit) {
    return (long) (Double.parseDouble(number) * ByteSize.parse("1" + unit).bytes());
  }

  private static Optional<MatchResult> last(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    Optional<MatchResult> last = Optional.empty();
    while (matcher.find()) {
      last = Optional.of(matcher.toMatchResult());
    }
    return last;
  }
}
