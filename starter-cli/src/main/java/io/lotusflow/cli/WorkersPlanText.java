package io.lotusflow.cli;

import io.lotusflow.sealworker.SealTask;
import io.lotusflow.sealworker.WorkersPlan;
import io.lotusflow.sealworker.WorkersPlan.Expected;
import io.lotusflow.sealworker.WorkersPlan.MinerSetting;
import io.lotusflow.sealworker.WorkersPlan.PlannedWorker;
import io.lotusflow.sealworker.WorkersPlan.Source;
import io.lotusflow.watch.Columns;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A plan for seal workers as people read it; what is to be copied is never cut. */
final class WorkersPlanText {

  private static final int NAME = 9;
  private static final int TASKS = 19;
  private static final int LISTEN = 17;
  private static final int SIZE = 11;
  private static final String INDENT = "  ";

  private final Session session;
  private final int columns;

  WorkersPlanText(Session session, int columns) {
    this.session = session;
    this.columns = columns;
  }

  void print(WorkersPlan plan) {
    print(header());
    plan.workers().forEach(this::worker);
    print("");
    expected(plan.expected());
    print("");
    wrapped("", session.text("seal-worker.plan.config"));
    settings(plan.settings());
    print("");
    reasons(plan);
  }

  void reasons(WorkersPlan plan) {
    print(session.text("seal-worker.plan.why"));
    plan.reasons().forEach(reason -> wrapped("- ", reason));
  }

  private String header() {
    return Columns.fit(session.text("seal-worker.list.name"), NAME)
        + Columns.fit(session.text("seal-worker.list.tasks"), TASKS)
        + Columns.fit(session.text("seal-worker.list.listen"), LISTEN)
        + Columns.right(session.text("seal-worker.plan.ram"), SIZE)
        + Columns.right(session.text("seal-worker.plan.peak"), SIZE)
        + Columns.right(session.text("seal-worker.plan.scratch"), SIZE);
  }

  private void worker(PlannedWorker planned) {
    String tasks =
        planned.worker().tasks().stream().map(SealTask::shortName).collect(Collectors.joining(" "));
    String listen = planned.worker().listen();
    boolean fits = Columns.width(listen) < LISTEN;
    print(
        Columns.fit(planned.worker().name(), NAME)
            + Columns.fit(tasks, TASKS)
            + Columns.fit(fits ? listen : "", LISTEN)
            + Columns.right(planned.ram().toString(), SIZE)
            + Columns.right(planned.peak().toString(), SIZE)
            + Columns.right(planned.scratch().toString(), SIZE));
    wrapped(
        INDENT, session.text("seal-worker.plan.cpus", planned.worker().cpus(), planned.reason()));
    if (!fits) {
      print(INDENT + listen);
    }
    print(INDENT + planned.worker().path());
    new TreeMap<>(planned.worker().environment())
        .forEach((name, value) -> print(INDENT + name + '=' + value));
  }

  private void expected(Expected expected) {
    if (expected.times() != Source.UNKNOWN) {
      wrapped(
          "",
          session.text(
              "seal-worker.plan.expected." + expected.times().name().toLowerCase(Locale.ROOT),
              twoDigits(expected.sectorsPerDay()),
              twoDigits(expected.tebibytesPerDay()),
              expected.limits()));
    } else {
      print(session.text("seal-worker.plan.expected.unknown"));
    }
  }

  private static String twoDigits(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  private void settings(List<MinerSetting> settings) {
    Map<String, List<MinerSetting>> sections =
        settings.stream()
            .collect(
                Collectors.groupingBy(MinerSetting::section, TreeMap::new, Collectors.toList()));
    sections.forEach(
        (section, lines) -> {
          print(INDENT + '[' + section + ']');
          lines.forEach(line -> print(INDENT + INDENT + line.key() + " = " + line.value()));
        });
  }

  private void wrapped(String mark, String text) {
    List<String> lines = Columns.wrap(text, columns - Columns.width(mark));
    print(mark + lines.get(0));
    lines.stream().skip(1).forEach(line -> print(" ".repeat(Columns.width(mark)) + line));
  }

  private void print(String line) {
    session.out().println(line.stripTrailing());
  }
}
