package io.lotusflow.window;

import io.temporal.activity.ActivityInterface;

/** Reads deadlines, sectors and pending messages over JSON-RPC. */
@ActivityInterface(namePrefix = "Window.")
public interface WindowActivities {

  /**
   * Looks whether the planned outage fits in before the next deadline that has to be answered.
   * Deadlines that never leave room for it are the problem WINDOW_TOO_SHORT.
   */
  WindowLook look(WindowPlan plan);
}
