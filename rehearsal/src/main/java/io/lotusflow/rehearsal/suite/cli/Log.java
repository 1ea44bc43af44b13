package io.lotusflow.rehearsal.suite.cli;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Log lines as go-log writes them: to stderr, or to {@code GOLOG_FILE} alone where that is set; as
 * text with tabs, or with {@code GOLOG_LOG_FMT=json} as objects.
 */
public final class Log {
  private static final boolean JSON = "json".equals(System.getenv("GOLOG_LOG_FMT"));
  private static final Optional<PrintStream> FILE = file();

  private final String system;

  public Log(String system) {
    this.system = system;
  }

  private static Optional<PrintStream> file() {
    String path = System.getenv("GOLOG_FILE");
    if (path == null || path.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PrintStream(new FileOutputStream(path, true), true, StandardCharsets.UTF_8));
    } catch (IOException e) {
      System.err.println("failed to open log file '" + path + "', logging to stderr");
      return Optional.empty();
    }
  }

  public void info(String caller, String message) {
    write("INFO", caller, message);
  }

  public void warn(String caller, String message) {
    write("WARN", caller, message);
  }

  public void error(String caller, String message) {
    write("ERROR", caller, message);
  }

  private void write(String level, String caller, String message) {
    String now = timestamp(Instant.now());
    String line =
        JSON
            ? Json.write(
                Json.object(
                    "level",
                    level.toLowerCase(java.util.Locale.ROOT),
                    "ts",
                    now,
                    "logger",
                    system,
                    "caller",
                    caller,
                    "msg",
                    message))
            : now + "\t" + level + "\t" + system + "\t" + caller + "\t" + message;
    synchronized (Log.class) {
      PrintStream to = FILE.isPresent() ? FILE.get() : System.err;
      to.println(line);
    }
  }

  /** Without a formatter, which would cost a command some milliseconds at its start. */
  static String timestamp(Instant instant) {
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(24);
    pad(text, time.getYear(), 4, '-');
    pad(text, time.getMonthValue(), 2, '-');
    pad(text, time.getDayOfMonth(), 2, 'T');
    pad(text, time.getHour(), 2, ':');
    pad(text, time.getMinute(), 2, ':');
    pad(text, time.getSecond(), 2, '.');
    pad(text, time.getNano() / 1_000_000, 3, 'Z');
    return text.toString();
  }

  private static void pad(StringBuilder text, int value, int width, char after) {
    String digits = Integer.toString(value);
    text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits).append(after);
  }
}
