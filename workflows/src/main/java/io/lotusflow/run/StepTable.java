package io.lotusflow.run;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps of one run as people see them in the UI: a Markdown table, newest state of each. */
final class StepTable {

  /** What a step is doing. */
  enum State {
    RUNNING,
    DONE,
    ALREADY_SO,
    WOULD_DO,
    SKIPPED,
    PARKED,
    FAILED
  }

  private static final class Row {
    final String step;
    final long startedMillis;
    State state = State.RUNNING;
    String note = "";
    long endedMillis;

    Row(String step, long startedMillis) {
      this.step = step;
      this.startedMillis = startedMillis;
    }
  }

  private final List<Row> rows = new ArrayList<>();
  private final Messages words;
  private final Messages problems;
  private Optional<Attention> needed = Optional.empty();

  StepTable(Language language) {
    this.words = Messages.in(language, "steps");
    this.problems = Messages.in(language, "problems");
  }

  void attention(Optional<Attention> nowNeeded) {
    needed = nowNeeded;
  }

  /** Opens a row; its number is the handle for {@link #mark}. */
  int open(String step, long nowMillis) {
    rows.add(new Row(step, nowMillis));
    return rows.size() - 1;
  }

  void mark(int row, State state, String note, long nowMillis) {
    Row marked = rows.get(row);
    marked.state = state;
    marked.note = note;
    marked.endedMillis = state == State.RUNNING ? 0 : nowMillis;
  }

  /** The state a step ended in, by the receipt in its result. */
  static State stateOf(Object result) {
    if (!(result instanceof Reported reported)) {
      return State.DONE;
    }
    return switch (reported.receipt().outcome()) {
      case ALREADY_SO -> State.ALREADY_SO;
      case WOULD_DO -> State.WOULD_DO;
      case SKIPPED -> State.SKIPPED;
      case DONE -> State.DONE;
    };
  }

  static String noteOf(Object result) {
    return result instanceof Reported reported ? reported.receipt().note() : "";
  }

  String label(String step) {
    return words.has(step) ? words.text(step) : step;
  }

  String markdown() {
    StringBuilder table = new StringBuilder(256);
    needed.ifPresent(attention -> table.append(asked(attention)));
    table
        .append("| | ")
        .append(words.text("column.step"))
        .append(" | ")
        .append(words.text("column.took"))
        .append(" | ")
        .append(words.text("column.note"))
        .append(" |\n|---|---|---|---|\n");
    for (Row row : rows) {
      table
          .append("| ")
          .append(words.text("state." + row.state))
          .append(" | ")
          .append(label(row.step))
          .append(" | ")
          .append(row.endedMillis == 0 ? "" : took(row))
          .append(" | ")
          .append(row.note.replace('|', '/').replace('\n', ' '))
          .append(" |\n");
    }
    return table.toString();
  }

  private String asked(Attention attention) {
    return "**"
        + words.text("needed." + attention.kind(), label(attention.step()))
        + "** "
        + said(attention, ".seen")
        + ' '
        + said(attention, ".fix")
        + "\n\n";
  }

  private String said(Attention attention, String part) {
    String key = attention.problem() + part;
    return problems.has(key) ? problems.text(key, attention.arguments().toArray()) : "";
  }

  private static String took(Row row) {
    Duration took = Duration.ofMillis(row.endedMillis - row.startedMillis);
    return took.compareTo(Duration.ofMinutes(1)) < 0
        ? took.toSeconds() + "s"
        : took.toMinutes() + "m " + took.toSecondsPart() + "s";
  }
}
