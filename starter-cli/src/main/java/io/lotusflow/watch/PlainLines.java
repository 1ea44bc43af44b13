package io.lotusflow.watch;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One line per change of a step, for logs and pipes: no colour, no redrawing. */
public final class PlainLines implements RunDisplay {

  private record Shown(StepState state, int attempts) {}

  private final PrintWriter out;
  private final StepWords words;
  private final Map<StepPlace, Shown> shown = new HashMap<>();

  public PlainLines(PrintWriter out, StepWords words) {
    this.out = out;
    this.words = words;
  }

  @Override
  public void show(RunView run) {
    List<Step> steps = run.steps();
    List<StepPlace> places = StepPlace.of(steps);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Shown now = new Shown(step.state(), step.state().ended() ? 0 : step.attempts());
      if (worthTelling(step, run) && !now.equals(shown.put(places.get(i), now))) {
        out.println(line(step, run));
      }
    }
    out.flush();
  }

  /** A step that failed in a run that goes on is about to park: one line for both. */
  private static boolean worthTelling(Step step, RunView run) {
    return step.state() != StepState.WAITING && !(step.state() == StepState.FAILED && run.open());
  }

  private String line(Step step, RunView run) {
    String took = step.state().ended() ? " (" + Elapsed.text(step.took(Instant.now())) + ")" : "";
    String remark = step.state() == StepState.RUNNING ? "" : words.remark(step);
    return step.state().mark()
        + ' '
        + step.procedure()
        + ": "
        + words.label(step.type())
        + " - "
        + words.state(step, run)
        + took
        + (remark.isEmpty() ? "" : ": " + remark);
  }
}
