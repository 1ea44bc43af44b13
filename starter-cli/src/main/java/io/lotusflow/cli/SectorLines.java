package io.lotusflow.cli;

import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.sector.SectorStage;
import io.lotusflow.watch.Columns;
import io.lotusflow.watch.Elapsed;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sectors as lines of a table. */
final class SectorLines {

  private static final int NUMBER = 6;
  private static final int STATE = 21;
  private static final int TIME = 7;

  private final Session session;
  private final SectorTimes times;
  private final SectorJobs jobs;

  SectorLines(Session session, SectorTimes times, SectorJobs jobs) {
    this.session = session;
    this.times = times;
    this.jobs = jobs;
  }

  /** How many there are in each state. */
  static String counts(Session session, Map<String, Integer> counts) {
    return counts.isEmpty()
        ? session.text("sector.list.none")
        : counts.entrySet().stream()
            .map(state -> state.getValue() + " " + state.getKey())
            .collect(Collectors.joining(", "));
  }

  String header() {
    return line(
        session.text("sector.list.number"),
        session.text("sector.list.state"),
        session.text("sector.list.since"),
        session.text("sector.list.usual"),
        session.text("sector.list.left"),
        session.text("sector.list.note"));
  }

  String row(SectorStatus sector) {
    return line(
        Long.toString(sector.number()),
        sector.state(),
        text(times.spent(sector)),
        text(times.usual(sector.state())),
        text(times.remaining(sector)),
        note(sector).strip().lines().findFirst().orElse(""));
  }

  private String line(
      String number, String state, String since, String usual, String left, String note) {
    String line =
        Columns.right(number, NUMBER)
            + "  "
            + Columns.fit(state, STATE)
            + Columns.right(since, TIME)
            + ' '
            + Columns.right(usual, TIME)
            + ' '
            + Columns.right(left, TIME)
            + "  "
            + note;
    return Columns.cut(line, session.screen().size().columns()).stripTrailing();
  }

  /** Who works on it comes before what failed last: that is over. */
  private String note(SectorStatus sector) {
    String what =
        jobs.of(sector.number())
            .map(this::job)
            .or(() -> Optional.of(sector.lastError()).filter(error -> !error.isBlank()))
            .orElseGet(() -> meaning(SectorStage.of(sector.state())));
    return times.isLate(sector) ? session.text("sector.late", what) : what;
  }

  /** What a worker does, or is to do. */
  String job(MinerApi.Job job) {
    String since = Elapsed.text(Duration.between(job.start(), times.now()));
    return session.text(
        job.runs() ? "sector.job" : "sector.job.waits", jobs.worker(job), job.task(), since);
  }

  private String meaning(SectorStage stage) {
    String words = session.text("sector.stage." + stage.name().toLowerCase(Locale.ROOT));
    return stage == SectorStage.COMPUTING ? session.text("sector.no-job", words) : words;
  }

  private static String text(Optional<Duration> time) {
    return time.map(Elapsed::text).orElse("");
  }
}
