package io.lotusflow.watch;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One JSON object per change of a step. */
public final class JsonLines implements RunDisplay {

  private final PrintWriter out;
  private final Map<StepPlace, StepState> shown = new HashMap<>();

  public JsonLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(RunView run) {
    List<Step> steps = run.steps();
    List<StepPlace> places = StepPlace.of(steps);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.state() != shown.put(places.get(i), step.state())) {
        out.println(RunJson.text(RunJson.node(step)));
      }
    }
    out.flush();
  }
}
