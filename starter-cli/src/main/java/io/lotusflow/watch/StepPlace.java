package io.lotusflow.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a step is known by from one look at a run to the next. Its place in the list is no such
 * thing: where several hosts work at once, the steps of one push those of the others down.
 *
 * @param number among the steps of its workflow, in the order they began
 */
record StepPlace(String workflowId, int number) {

  /** Of each step, in their order. */
  static List<StepPlace> of(List<Step> steps) {
    Map<String, Integer> numbers = new HashMap<>();
    List<StepPlace> places = new ArrayList<>();
    for (Step step : steps) {
      places.add(
          new StepPlace(step.workflowId(), numbers.merge(step.workflowId(), 1, Integer::sum)));
    }
    return places;
  }
}
