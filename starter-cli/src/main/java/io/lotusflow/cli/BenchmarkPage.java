package io.lotusflow.cli;

import io.lotusflow.benchmark.BarChart;
import io.lotusflow.benchmark.BarChart.Kind;
import io.lotusflow.benchmark.BenchmarkResult;
import io.lotusflow.benchmark.ShownTime;
import io.lotusflow.benchmark.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A result as a picture, and as a page around it that can be put on any web server. */
final class BenchmarkPage {

  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; color: #1c2733;
        max-width: 1000px; margin: 2em auto; padding: 0 1em; background: #fff; }
      h1 { font-size: 1.5em; font-weight: 600; margin-bottom: .3em; }
      p { margin: .25em 0; overflow-wrap: anywhere; }
      .facts { color: #51606e; }
      svg { width: 100%; height: auto; margin: 1.5em 0; }
      table { border-collapse: collapse; width: 100%; margin: 1em 0 2em; }
      th, td { padding: .3em .6em; text-align: right; border-bottom: 1px solid #e4e9ee;
        font-variant-numeric: tabular-nums; white-space: nowrap; }
      th:first-child, td:first-child { text-align: left; white-space: normal; }
      tr.group td { font-weight: 600; border-bottom-color: #b9c4ce; padding-top: 1em; }
      """;

  private final Session session;
  private final BenchmarkReading reading;
  private final BenchmarkText text;

  BenchmarkPage(Session session, BenchmarkReading reading) {
    this.session = session;
    this.reading = reading;
    this.text = new BenchmarkText(session, reading);
  }

  String svg() {
    return chart(title()).svg();
  }

  private BarChart chart(String title) {
    List<BarChart.Run> names = new ArrayList<>();
    names.add(new BarChart.Run(Kind.SHOWN, session.text("benchmark.now")));
    reading
        .earlier()
        .map(run -> new BarChart.Run(Kind.BEFORE, session.text("benchmark.before")))
        .ifPresent(names::add);
    reading
        .reference()
        .map(run -> new BarChart.Run(Kind.REFERENCE, session.text("benchmark.manual.long")))
        .ifPresent(names::add);
    return new BarChart(
        title,
        session.text("benchmark.chart.scale"),
        names,
        Stream.of(Stage.Group.values())
            .map(this::panel)
            .filter(panel -> !panel.rows().isEmpty())
            .toList());
  }

  private String title() {
    return session.text("benchmark.title", reading.result().sectorSize());
  }

  private List<BenchmarkResult> runs() {
    List<BenchmarkResult> runs = new ArrayList<>(List.of(reading.result()));
    reading.earlier().ifPresent(runs::add);
    reading.reference().ifPresent(runs::add);
    return runs;
  }

  private BarChart.Panel panel(Stage.Group group) {
    return new BarChart.Panel(
        session.text("benchmark.group." + group),
        group.stages().stream()
            .filter(stage -> reading.result().time(stage).isPresent())
            .map(
                stage ->
                    new BarChart.Row(
                        text.label(stage), runs().stream().map(run -> run.time(stage)).toList()))
            .toList());
  }

  String html() {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"").append(session.language().tag()).append("\">\n");
    page.append("<head>\n<meta charset=\"utf-8\">\n<title>").append(escaped(title()));
    page.append("</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
    page.append("<h1>").append(escaped(title())).append("</h1>\n");
    text.facts().forEach(fact -> paragraph(page, "facts", fact));
    page.append(chart("").svg());
    text.conclusions().forEach(told -> paragraph(page, "told", told.strip()));
    table(page);
    return page.append("</body>\n</html>\n").toString();
  }

  private static void paragraph(StringBuilder page, String kind, String words) {
    page.append("<p class=\"").append(kind).append("\">").append(escaped(words)).append("</p>\n");
  }

  private void table(StringBuilder page) {
    page.append("<table>\n<tr>");
    cells(page, "th", List.of("", "ns", session.text("benchmark.time")));
    reading.earlier().ifPresent(run -> cells(page, "th", List.of(beforeTitle(), "")));
    reading.reference().ifPresent(run -> cells(page, "th", List.of(manualTitle(), "")));
    page.append("</tr>\n");
    for (Stage.Group group : Stage.Group.values()) {
      List<Stage> measured =
          group.stages().stream().filter(s -> reading.result().time(s).isPresent()).toList();
      if (!measured.isEmpty()) {
        page.append("<tr class=\"group\"><td colspan=\"").append(3 + 2 * (runs().size() - 1));
        page.append("\">").append(escaped(session.text("benchmark.group." + group)));
        page.append("</td></tr>\n");
        measured.forEach(stage -> row(page, stage));
      }
    }
    page.append("</table>\n");
  }

  private String beforeTitle() {
    return session.text("benchmark.before");
  }

  private String manualTitle() {
    return session.text("benchmark.manual");
  }

  private void row(StringBuilder page, Stage stage) {
    Duration time = reading.result().time(stage).orElseThrow();
    page.append("<tr>");
    cells(
        page, "td", List.of(text.label(stage), Long.toString(time.toNanos()), ShownTime.of(time)));
    runs().stream().skip(1).forEach(run -> compared(page, time, run.time(stage)));
    page.append("</tr>\n");
  }

  private static void compared(StringBuilder page, Duration time, Optional<Duration> other) {
    cells(
        page,
        "td",
        List.of(
            other.map(ShownTime::of).orElse("-"),
            other.map(was -> BenchmarkText.change(was, time)).orElse("")));
  }

  private static void cells(StringBuilder page, String kind, List<String> words) {
    words.forEach(
        word ->
            page.append('<')
                .append(kind)
                .append('>')
                .append(escaped(word))
                .append("</")
                .append(kind)
                .append('>'));
  }

  private static String escaped(String words) {
    return BarChart.escaped(words);
  }
}
