package io.lotusflow.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A run as a table of its steps, grouped by procedure, in at most so many columns. */
public final class RunTable {

  private static final int LABEL = 31;
  private static final int TOOK = 7;
  private static final int REMARK_FROM = 4 + LABEL + 1 + TOOK + 2;

  private final StepWords words;
  private final Paint paint;
  private final int columns;

  public RunTable(StepWords words, Paint paint, int columns) {
    this.words = words;
    this.paint = paint;
    this.columns = columns;
  }

  /** One element per line. */
  public List<String> lines(RunView run, Instant now) {
    List<String> lines = new ArrayList<>();
    String group = "";
    for (Step step : run.stepsByPart()) {
      if (!step.workflowId().equals(group)) {
        group = step.workflowId();
        lines.add(paint.bold(Columns.cut(step.procedure(), columns)));
      }
      lines.add(line(step, run, now));
    }
    return lines;
  }

  private String line(Step step, RunView run, Instant now) {
    String remark = words.remark(step);
    String state = words.state(step, run);
    String said = remark.isEmpty() || step.state() == StepState.RUNNING ? "" : ": ";
    String text =
        step.state() == StepState.RUNNING && !remark.isEmpty() ? remark : state + said + remark;
    return "  "
        + paint.of(step.state(), step.state().mark())
        + ' '
        + Columns.fit(words.label(step.type()), LABEL)
        + ' '
        + Columns.right(Elapsed.text(step.took(now)), TOOK)
        + "  "
        + Columns.cut(text, columns - REMARK_FROM);
  }
}
