package io.lotusflow.handover;

import io.lotusflow.run.Steps;

/** For workflows: the three steps of a token's way. */
public final class HandOver {

  private HandOver() {}

  /** Afterwards the receiving host has the file; the history has what only that host can open. */
  public static void run(HandOverPlan plan) {
    HandOverActivities there = Steps.on(plan.scope().host(), HandOverActivities.class);
    HandOverActivities here = Steps.on(plan.from(), HandOverActivities.class);
    there.open(plan, here.seal(plan, there.tellKey(plan)));
  }
}
