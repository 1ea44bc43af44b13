package io.lotusflow.run;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The steps of one run as people see them in the UI: in Markdown, newest state of each. */
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
    final String label;
    final long startedMillis;
    State state = State.RUNNING;
    String note = "";
    long endedMillis;

    Row(String label, long startedMillis) {
      this.label = label;
      this.startedMillis = startedMillis;
    }
  }

  private final List<Row> rows = new ArrayList<>();
  private final Messages words;
  private final Messages problems;
  private Optional<Attention> needed = Optional.empty();
  private Optional<HostAway> waitsFor = Optional.empty();
  private String overview = "";

  StepTable(Language language) {
    this.words = Messages.in(language, "steps");
    this.problems = Messages.in(language, "problems");
  }

  void attention(Optional<Attention> nowNeeded) {
    needed = nowNeeded;
  }

  void waitsFor(Optional<HostAway> host) {
    waitsFor = host;
  }

  /** Stands in place of the lines. */
  void overview(String markdown) {
    overview = markdown;
  }

  /** Opens a row; its number is the handle for {@link #mark}. */
  int open(String step, long nowMillis) {
    return openLabelled(label(step), nowMillis);
  }

  /** The same for a procedure below, under the id of its workflow. */
  int open(String procedure, String workflowId, long nowMillis) {
    return openLabelled(label(procedure, workflowId), nowMillis);
  }

  private int openLabelled(String label, long nowMillis) {
    rows.add(new Row(label, nowMillis));
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

  /** A procedure's receipt is that of its last look, which changes nothing. */
  static State stateOfChild(Object result) {
    State state = stateOf(result);
    return state == State.ALREADY_SO ? State.DONE : state;
  }

  static String noteOf(Object result) {
    return result instanceof Reported reported ? reported.receipt().note() : "";
  }

  String label(String step) {
    return words.has(step) ? words.text(step) : step;
  }

  /** One of several hosts' parts names its host: else all of them would look the same. */
  String label(String procedure, String workflowId) {
    String part = workflowId.substring(workflowId.lastIndexOf('/') + 1);
    int at = part.indexOf('@');
    return at < 0 ? label(procedure) : label(procedure) + ' ' + part.substring(at);
  }

  /** A line per step: the UI gives this half its width, where the columns of a table collapse. */
  String markdown() {
    String lines =
        overview.isEmpty()
            ? rows.stream().map(this::line).collect(Collectors.joining("\n")) + '\n'
            : overview;
    return needed.map(this::asked).orElse("") + waitsFor.map(this::away).orElse("") + lines;
  }

  private String line(Row row) {
    String[] state = words.text("state." + row.state).split(" ", 2);
    List<String> parts = new ArrayList<>(List.of("**" + row.label + "**", state[1]));
    if (row.endedMillis != 0) {
      parts.add(took(row));
    }
    if (!row.note.isBlank()) {
      parts.add(plain(row.note));
    }
    return "- " + state[0] + ' ' + String.join(" · ", parts);
  }

  private static String plain(String note) {
    return note.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("[*_`<\\[\\]]", "\\\\$0");
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

  private String away(HostAway host) {
    return "**"
        + words.text("waits", host.name(), host.since().orElseThrow().truncatedTo(SECONDS))
        + "**\n\n";
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
