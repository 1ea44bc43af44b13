package io.lotusflow.schedule;

import io.temporal.activity.ActivityInterface;

/** What a schedule's run looks at before it changes anything. */
@ActivityInterface(namePrefix = "Schedule.")
public interface ScheduleActivities {

  /** Measures what the conditions are about. */
  Verdict check(ScheduledPlan plan);

  /**
   * Returns when no other run has the node, or when the rules say not to wait (any longer). For a
   * procedure that takes the node's lease, only another run of itself is in the way.
   */
  Verdict awaitNode(ScheduledPlan plan);
}
