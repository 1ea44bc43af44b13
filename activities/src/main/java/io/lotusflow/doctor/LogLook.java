package io.lotusflow.doctor;

import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Words;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.process.Programs;
import io.lotusflow.process.Redactor;
import io.lotusflow.service.ServiceUnit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The last errors of a service's log, with what they mean. */
final class LogLook {
  private static final int LAST_BYTES = 1 << 20;
  private static final String LAST_LINES = "4000";
  private static final int SHOWN = 240;
  private static final Duration MOMENT = Duration.ofSeconds(10);

  private final Words words;

  LogLook(Words words) {
    this.words = words;
  }

  /** How often, and the last one. */
  private record Seen(int count, String last) {
    Seen and(String line) {
      return new Seen(count + 1, line);
    }
  }

  List<Finding> look(ServiceUnit unit) {
    Path file = Path.of(unit.environment().getOrDefault("GOLOG_FILE", unit.logFile()));
    boolean journal = !Files.isReadable(file);
    String text = journal ? journal(unit.name()) : end(file);
    String from = journal ? "journalctl -u " + unit.name() : file.toString();
    if (text.isBlank()) {
      return List.of(words.warning("log", "log.none", unit.name(), file));
    }
    List<Finding> findings = new ArrayList<>();
    errors(text)
        .forEach(
            (error, seen) ->
                findings.add(
                    words.explained(
                        Finding.Level.WARNING,
                        "log",
                        "log",
                        error.key(),
                        from,
                        seen.count,
                        shown(seen.last),
                        error.pitfall() == 0 ? "-" : "#" + error.pitfall())));
    return findings.isEmpty() ? List.of(words.ok("log", from)) : findings;
  }

  static Map<KnownError, Integer> count(String text) {
    Map<KnownError, Integer> counts = new EnumMap<>(KnownError.class);
    errors(text).forEach((error, seen) -> counts.put(error, seen.count));
    return counts;
  }

  private static Map<KnownError, Seen> errors(String text) {
    Map<KnownError, Seen> seen = new EnumMap<>(KnownError.class);
    text.lines()
        .forEach(
            line ->
                KnownError.in(line)
                    .ifPresent(
                        error ->
                            seen.put(error, seen.getOrDefault(error, new Seen(0, "")).and(line))));
    return seen;
  }

  private static String shown(String line) {
    String safe = Redactor.redact(line.strip()).replace('\t', ' ');
    return safe.length() <= SHOWN ? safe : safe.substring(0, SHOWN) + "…";
  }

  private static String end(Path file) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, log.length() - LAST_BYTES);
      byte[] bytes = new byte[(int) (log.length() - from)];
      log.seek(from);
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException rotatedAway) {
      return "";
    }
  }

  private static String journal(String unit) {
    try {
      return new Programs()
          .run(
              Command.of(
                  MOMENT,
                  "journalctl",
                  "--unit",
                  unit,
                  "--lines",
                  LAST_LINES,
                  "--no-pager",
                  "--output=cat"))
          .stdout();
    } catch (CommandFailed noJournal) {
      return "";
    }
  }
}
