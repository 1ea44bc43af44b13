package io.lotusflow.cli;

import io.lotusflow.benchmark.BenchmarkFile.Background;
import io.lotusflow.benchmark.BenchmarkResult;
import io.lotusflow.benchmark.ShownTime;
import io.lotusflow.benchmark.Stage;
import io.lotusflow.watch.Columns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The manual's table, and what follows from it, for people. */
final class BenchmarkText {

  private static final int STAGE = 22;
  private static final int NANOS = 16;
  private static final int TIME = 11;
  private static final int CHANGE = 7;

  private final Session session;
  private final BenchmarkReading reading;

  BenchmarkText(Session session, BenchmarkReading reading) {
    this.session = session;
    this.reading = reading;
  }

  void print() {
    facts().forEach(this::line);
    line("");
    line(header());
    for (Stage.Group group : Stage.Group.values()) {
      List<Stage> measured =
          group.stages().stream().filter(s -> reading.result().time(s).isPresent()).toList();
      if (!measured.isEmpty()) {
        line(session.text("benchmark.group." + group));
        measured.forEach(stage -> line(row(stage)));
      }
    }
    line("");
    conclusions().forEach(this::line);
  }

  /** What was measured, when, with what, and what it is compared with. */
  List<String> facts() {
    List<String> facts = new ArrayList<>();
    BenchmarkResult result = reading.result();
    facts.add(session.text("benchmark.of", result.sectorSize(), reading.shown().path()));
    reading.shown().background().ifPresent(background -> facts.add(background(background)));
    if (result.sectors() > 1) {
      facts.add(session.text("benchmark.mean", result.sectors()));
    }
    reading
        .before()
        .ifPresent(
            before ->
                facts.add(
                    reading.isComparable(before.result())
                        ? session.text("benchmark.before.of", before.path())
                        : session.text(
                            "benchmark.before.other-size",
                            before.path(),
                            before.result().sectorSize())));
    facts.add(
        session.text(
            reading.reference().isPresent() ? "benchmark.manual.of" : "benchmark.manual.other-size",
            BenchmarkResult.MANUAL.sectorSize()));
    return facts;
  }

  private String background(Background background) {
    String gpu =
        background.gpu().isEmpty()
            ? session.text("benchmark.no-gpu")
            : session.text("benchmark.gpu", background.gpu());
    return session.text(
        "benchmark.background",
        background.startedAt().replaceFirst("T(..:..).*", " $1 UTC"),
        background.lotus(),
        background.node(),
        gpu);
  }

  private String header() {
    StringBuilder header = new StringBuilder(Columns.fit("", STAGE));
    header.append(Columns.right("ns", NANOS));
    header.append(Columns.right(session.text("benchmark.time"), TIME));
    reading.earlier().ifPresent(run -> twoColumns(header, session.text("benchmark.before")));
    reading.reference().ifPresent(run -> twoColumns(header, session.text("benchmark.manual")));
    return header.toString().stripTrailing();
  }

  private static void twoColumns(StringBuilder line, String title) {
    line.append(Columns.right(title, TIME)).append(Columns.right("", CHANGE));
  }

  private String row(Stage stage) {
    Duration time = reading.result().time(stage).orElseThrow();
    StringBuilder row = new StringBuilder(Columns.fit("  " + label(stage), STAGE));
    row.append(Columns.right(Long.toString(time.toNanos()), NANOS));
    row.append(Columns.right(ShownTime.of(time), TIME));
    reading.earlier().ifPresent(run -> compared(row, time, run.time(stage)));
    reading.reference().ifPresent(run -> compared(row, time, run.time(stage)));
    return row.toString().stripTrailing();
  }

  private static void compared(StringBuilder row, Duration time, Optional<Duration> other) {
    row.append(Columns.right(other.map(ShownTime::of).orElse("-"), TIME));
    row.append(Columns.right(other.map(was -> change(was, time)).orElse(""), CHANGE));
  }

  /** In percent of what it was. */
  static String change(Duration was, Duration is) {
    double ratio = (double) is.toNanos() / was.toNanos();
    if (ratio >= 10) {
      return "×" + Math.round(ratio);
    }
    long percent = Math.round((ratio - 1) * 100);
    return (percent > 0 ? "+" : "") + percent + " %";
  }

  String label(Stage stage) {
    return session.text("benchmark.stage." + stage);
  }

  /** How long a sector takes, and the manual's formula. */
  List<String> conclusions() {
    List<String> told = new ArrayList<>();
    Optional<Duration> sealing = reading.result().sealing();
    if (sealing.isEmpty()) {
      told.add(session.text("benchmark.sealing.skipped"));
      return told;
    }
    told.add(
        session.text(
            "benchmark.sealing", ShownTime.of(sealing.get()), reading.result().sectorSize()));
    compared("benchmark.sealing.before", reading.earlier(), sealing.get(), told);
    compared("benchmark.sealing.manual", reading.reference(), sealing.get(), told);
    Duration expected = reading.expectedSealDuration().orElseThrow();
    told.add(
        session.text(
            "benchmark.expected",
            ShownTime.of(sealing.get()),
            ShownTime.of(reading.delay()),
            ShownTime.of(expected)));
    told.add("  " + session.text(whoseDelay()));
    told.add(
        "  "
            + session.text("benchmark.expected." + version(), ShownTime.inConfiguration(expected)));
    return told;
  }

  private void compared(
      String key, Optional<BenchmarkResult> other, Duration sealing, List<String> told) {
    other
        .flatMap(BenchmarkResult::sealing)
        .ifPresent(was -> told.add(session.text(key, ShownTime.of(was), change(was, sealing))));
  }

  private String whoseDelay() {
    if (reading.givenDelay().isPresent()) {
      return "benchmark.delay.given";
    }
    return reading.configuredDelay().isPresent()
        ? "benchmark.delay.configured"
        : "benchmark.delay.default";
  }

  private String version() {
    return reading.versionHasTheKey().map(has -> has ? "has" : "gone").orElse("unknown");
  }

  private void line(String text) {
    session.out().println(text);
  }
}
