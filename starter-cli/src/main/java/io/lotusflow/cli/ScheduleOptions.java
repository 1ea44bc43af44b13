package io.lotusflow.cli;

import io.lotusflow.schedule.Condition;
import io.lotusflow.schedule.Condition.Subject;
import io.lotusflow.schedule.Rules;
import io.lotusflow.schedule.Timetable;
import io.lotusflow.schedule.Timing;
import io.lotusflow.schedule.Zones;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** When, and what if not all is as usual. */
final class ScheduleOptions {

  /** The server refuses to make up for less. */
  private static final Duration LEAST_CATCH_UP = Duration.ofSeconds(10);

  /** What {@code --overlap} is given. */
  enum Overlap {
    skip,
    buffer
  }

  /** What {@code --when-busy} is given. */
  enum WhenBusy {
    wait,
    skip
  }

  @Option(names = "--at", paramLabel = "HH:MM", split = ",")
  private List<String> at = List.of();

  @Option(names = "--on", paramLabel = "DAY", split = ",")
  private List<String> on = List.of();

  @Option(names = "--cron", paramLabel = "CRON", defaultValue = "")
  private String cron = "";

  @Option(names = "--zone", paramLabel = "ZONE", defaultValue = "")
  private String zone = "";

  @Option(names = "--jitter", paramLabel = "TIME", defaultValue = "0s")
  private String jitter = "0s";

  @Option(names = "--catch-up", paramLabel = "TIME", defaultValue = "1h")
  private String catchUp = "1h";

  @Option(names = "--overlap", paramLabel = "skip|buffer", defaultValue = "skip")
  private Overlap overlap = Overlap.skip;

  @Option(names = "--when-busy", paramLabel = "wait|skip", defaultValue = "wait")
  private WhenBusy whenBusy = WhenBusy.wait;

  @Option(names = "--wait-at-most", paramLabel = "TIME", defaultValue = "2h")
  private String waitAtMost = "2h";

  @Option(names = "--only-if", paramLabel = "CONDITION")
  private List<String> onlyIf = List.of();

  @Option(names = "--no-pause-on-failure", negatable = true, defaultValue = "true")
  private boolean pauseOnFailure = true;

  @Option(names = "--retries", paramLabel = "N", defaultValue = "0")
  private int retries;

  /** Complains about what makes no sense, in the reader's language. */
  Timing timing(Session session) {
    if (at.isEmpty() == cron.isEmpty()) {
      throw bad(session, "--at / --cron", "schedule.bad.when");
    }
    if (!cron.isEmpty() && !on.isEmpty()) {
      throw bad(session, "--on", "schedule.bad.on-with-cron");
    }
    Timing timing =
        new Timing(
            cron.strip().replaceAll("\\s+", " "),
            at,
            on.stream().map(day -> day.toLowerCase(Locale.ROOT)).toList(),
            zone(session),
            Span.parse(session, "--jitter", jitter));
    requireSense(session, timing);
    return timing;
  }

  Rules rules(Session session, String repo) {
    Duration window = Span.parse(session, "--catch-up", catchUp);
    if (window.compareTo(LEAST_CATCH_UP) < 0) {
      throw bad(session, "--catch-up " + catchUp, "schedule.bad.catch-up");
    }
    if (retries < 0) {
      throw bad(session, "--retries " + retries, "schedule.bad.retries");
    }
    return new Rules(
        overlap == Overlap.skip ? Rules.Overlap.SKIP : Rules.Overlap.BUFFER,
        window,
        pauseOnFailure,
        retries,
        onlyIf.stream().flatMap(text -> Stream.of(condition(session, text, repo))).toList(),
        whenBusy == WhenBusy.wait ? Rules.WhenBusy.WAIT : Rules.WhenBusy.SKIP,
        Span.parse(session, "--wait-at-most", waitAtMost));
  }

  private String zone(Session session) {
    if (zone.isEmpty()) {
      return Zones.ofThisMachine();
    }
    if (!Zones.known(zone)) {
      throw new Complaint(
          Exit.USAGE,
          session.text("schedule.bad", "--zone " + zone),
          session.text("schedule.bad.zone", zone),
          Zones.nearest(zone)
              .map(near -> session.text("schedule.did-you-mean", near))
              .orElseGet(() -> session.text("schedule.bad.zone.todo")));
    }
    return zone;
  }

  /** Also 30 February makes none. */
  private static void requireSense(Session session, Timing timing) {
    try {
      if (new Timetable(timing).after(Instant.now(), 1).isEmpty()) {
        throw bad(session, timing.cron(), "schedule.bad.never");
      }
    } catch (IllegalArgumentException word) {
      throw new Complaint(
          Exit.USAGE,
          session.text("schedule.bad", word.getMessage()),
          session.text("schedule.bad.time"),
          session.text("error.usage", "lotusflow schedule create --help"));
    }
  }

  private static Condition condition(Session session, String text, String repo) {
    Condition condition;
    try {
      condition = Condition.parse(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw bad(session, "--only-if " + text, "schedule.bad.condition");
    }
    if (condition.subject() != Subject.AGE && repo.isEmpty()) {
      throw bad(session, "--only-if " + text, "schedule.bad.no-daemon");
    }
    return condition;
  }

  private static Complaint bad(Session session, String what, String why) {
    return new Complaint(
        Exit.USAGE,
        session.text("schedule.bad", what),
        session.text(why),
        session.text("error.usage", "lotusflow schedule create --help"));
  }
}
