package io.lotusflow.cli;

import io.lotusflow.watch.Columns;
import io.lotusflow.watch.Elapsed;
import io.lotusflow.window.Due;
import io.lotusflow.window.ProvingSchedule;
import io.lotusflow.window.Stretch;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The coming period of a miner: what to do now, a table of stretches, a bar. */
final class WindowText {

  private static final int TIME = 13;
  private static final int EPOCHS = 18;
  private static final int LONG = 9;

  /** Of a bar that fits in 80 columns: 20 minutes each where a period is a day. */
  private static final int CELLS = 72;

  private static final int BETWEEN_TIMES = 12;

  /** Of a period that is shorter, seconds are shown, not days. */
  private static final Duration SHORT = Duration.ofHours(6);

  private final Session session;
  private final WindowOutlook outlook;
  private final ProvingSchedule schedule;
  private final Duration period;

  /** Without gaps from now on; what is due in it is empty where the miner may be away. */
  private record Row(Stretch when, List<Due> due) {}

  WindowText(Session session, WindowOutlook outlook) {
    this.session = session;
    this.outlook = outlook;
    this.schedule = outlook.schedule();
    this.period = outlook.blockDelay().multipliedBy((schedule.horizon() - schedule.now()));
  }

  void print() {
    say(
        "window.head",
        outlook.actor(),
        schedule.now(),
        Span.text(outlook.away()),
        Span.text(outlook.margin()));
    say(now());
    obstacles();
    session.out().println();
    List<Row> rows = rows();
    if (schedule.due().isEmpty()) {
      say("window.nothing-to-prove");
      return;
    }
    table(rows);
    bar();
  }

  private void say(String key, Object... arguments) {
    Columns.wrap(session.text(key, arguments), session.screen().size().columns())
        .forEach(session.out()::println);
  }

  private String now() {
    return outlook.isOpen() ? "window.open" : "window.closed";
  }

  private void obstacles() {
    if (!outlook.obstacles().drawing().isEmpty()) {
      say("window.drawing", outlook.obstacles().drawing());
    }
    if (!outlook.obstacles().waiting().isEmpty()) {
      say("window.waiting", outlook.obstacles().waiting());
    }
    if (!outlook.obstacles().pending().isEmpty()) {
      say("window.pending", outlook.obstacles().pending().size());
    }
    int faults =
        schedule.due().stream()
            .filter(one -> one.kind() == Due.Kind.RECOVERY)
            .mapToInt(Due::sectors)
            .sum();
    if (faults > 0) {
      say("window.faults", faults);
    }
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    long at = schedule.now();
    for (Stretch free : schedule.stretches(1)) {
      if (free.from() > at) {
        rows.add(busy(at, free.from()));
      }
      rows.add(new Row(free, List.of()));
      at = free.to();
    }
    if (at < schedule.horizon()) {
      rows.add(busy(at, schedule.horizon()));
    }
    return rows;
  }

  private Row busy(long from, long to) {
    return new Row(
        new Stretch(from, to),
        schedule.due().stream().filter(one -> one.from() < to && one.to() > from).toList());
  }

  private void table(List<Row> rows) {
    line("window.from", "window.to", "window.epochs", "window.long", "window.what");
    for (Row row : rows) {
      boolean fits = row.due().isEmpty() && outlook.isLongEnough(row.when());
      String line =
          Columns.fit(time(row.when().from()), TIME)
              + Columns.fit(time(row.when().to()), TIME)
              + Columns.fit(row.when().from() + "–" + row.when().to(), EPOCHS)
              + Columns.fit(length(row.when()), LONG)
              + what(row, fits);
      String cut = Columns.cut(line, session.screen().size().columns());
      session.out().println(fits ? session.outPaint().bold(cut) : cut);
    }
    session.out().println();
  }

  private void line(String from, String to, String epochs, String howLong, String what) {
    session
        .out()
        .println(
            Columns.fit(session.text(from), TIME)
                + Columns.fit(session.text(to), TIME)
                + Columns.fit(session.text(epochs), EPOCHS)
                + Columns.fit(session.text(howLong), LONG)
                + session.text(what));
  }

  private String length(Stretch when) {
    return Elapsed.text(outlook.blockDelay().multipliedBy(when.epochs()));
  }

  private String what(Row row, boolean fits) {
    if (row.due().isEmpty()) {
      return session.text(fits ? "window.free" : "window.too-short");
    }
    List<Due> proofs = row.due().stream().filter(one -> one.kind() == Due.Kind.PROOF).toList();
    if (proofs.isEmpty()) {
      return session.text("window.recovery", deadlines(row.due()));
    }
    int sectors = proofs.stream().mapToInt(Due::sectors).sum();
    return session.text("window.proof", deadlines(proofs), sectors);
  }

  /** {@code 3-5,9}: in the order in which they come. */
  private static String deadlines(List<Due> due) {
    List<Integer> numbers =
        due.stream()
            .sorted(Comparator.comparingLong(Due::from))
            .map(Due::deadline)
            .distinct()
            .toList();
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < numbers.size(); ) {
      int last = i;
      while (last + 1 < numbers.size() && numbers.get(last + 1) == numbers.get(last) + 1) {
        last++;
      }
      runs.add(last == i ? "" + numbers.get(i) : numbers.get(i) + "-" + numbers.get(last));
      i = last + 1;
    }
    return String.join(",", runs);
  }

  private void bar() {
    StringBuilder bar = new StringBuilder();
    for (int cell = 0; cell < CELLS; cell++) {
      bar.append(sign(edge(cell), Math.max(edge(cell) + 1, edge(cell + 1))));
    }
    session.out().println(bar);
    StringBuilder times = new StringBuilder();
    for (int cell = 0; cell < CELLS; cell += BETWEEN_TIMES) {
      times.append(Columns.fit('|' + clock(edge(cell)), BETWEEN_TIMES));
    }
    session.out().println(times.toString().stripTrailing());
    session.out().println(session.text("window.legend"));
  }

  private long edge(int cell) {
    return schedule.now() + (schedule.horizon() - schedule.now()) * cell / CELLS;
  }

  private char sign(long from, long to) {
    List<Due> due =
        schedule.due().stream().filter(one -> one.from() < to && one.to() > from).toList();
    if (due.stream().anyMatch(one -> one.kind() == Due.Kind.PROOF)) {
      return '#';
    }
    if (!due.isEmpty()) {
      return '!';
    }
    return schedule.stretches(1).stream()
            .filter(outlook::isLongEnough)
            .anyMatch(stretch -> stretch.from() < to && stretch.to() > from)
        ? '.'
        : '-';
  }

  private String clock(long epoch) {
    return format(period.compareTo(SHORT) < 0 ? "HH:mm:ss" : "HH:mm", epoch);
  }

  private String time(long epoch) {
    return format(period.compareTo(SHORT) < 0 ? "HH:mm:ss" : "EEE HH:mm", epoch);
  }

  private String format(String pattern, long epoch) {
    return DateTimeFormatter.ofPattern(pattern, Locale.forLanguageTag(session.language().tag()))
        .withZone(ZoneId.systemDefault())
        .format(outlook.time(epoch));
  }
}
