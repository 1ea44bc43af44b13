package io.lotusflow.restart;

import io.lotusflow.chain.Outage;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.SkipAllowed;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;

/** Looks before, during and after a restart; stops and starts nothing itself. */
@ActivityInterface(namePrefix = "Restart.")
public interface RestartActivities {

  /**
   * Notes versions, workers and storage, and how long earlier restarts took. Proof parameters that
   * are not there are the problem RESTART_NO_PARAMETERS: the miner would fetch them for hours.
   */
  RestartGround look(RestartPlan plan);

  /**
   * Looks for sealing jobs in the miner's own process, which start over. Those of separate workers
   * go on.
   */
  JobsLook lookAtJobs(RestartPlan plan);

  /** Whether what would be lost is over by now; else the problem RESTART_JOBS_RUNNING. */
  @SkipAllowed
  Receipt requireNoJobs(RestartPlan plan);

  /**
   * Asks the one that is restarted many times a second until {@link #endWatch}.
   *
   * @param round counts the tries of one run
   */
  Outage watchOutside(RestartPlan plan, int round);

  Receipt endWatch(RestartPlan plan, int round);

  /**
   * Waits some minutes until head, deadlines, workers and storage are as before; what is missing is
   * the problem RESTART_INCOMPLETE.
   */
  @SkipAllowed
  Receipt verify(RestartPlan plan, RestartGround before);

  /** Notes how long it took, for the next one. Once per run. */
  Receipt note(RestartPlan plan, Duration away);
}
