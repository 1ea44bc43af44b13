package io.lotusflow.window;

import io.lotusflow.run.Problem;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * For workflows: how long a stop takes, from when this is made. What is left of the window has to
 * be enough for the start.
 */
public final class StopTime {

  private static final String LATE_STOP = "late-stop";

  private final long began = Workflow.currentTimeMillis();

  public long seconds() {
    return (Workflow.currentTimeMillis() - began) / 1000;
  }

  /** Whether half of what was planned for stop and start is gone. */
  public boolean isLate(Duration outage) {
    return Workflow.currentTimeMillis() - began > outage.toMillis() / 2;
  }

  /**
   * Throws if what is not stopped yet had better go on. Runs that were recorded before there was
   * this look go on as they are.
   *
   * @param problem tells {0} seconds it took, {1} seconds that were planned for all
   */
  public void refuseLate(WindowPlan planned, Problem problem) {
    if (isLate(planned.outage())
        && !planned.scope().dryRun()
        && Workflow.getVersion(LATE_STOP, Workflow.DEFAULT_VERSION, 1)
            != Workflow.DEFAULT_VERSION) {
      throw problem.because(seconds(), planned.outage().toSeconds());
    }
  }
}
