package io.lotusflow.sealworker;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** One host's seal workers. Manual: lotus-worker (run, tasks, stop). */
@ActivityInterface(namePrefix = "SealWorker.")
public interface SealWorkerActivities {

  /**
   * Refuses what would not work: another worker's name, folder, port or TMPDIR, a repository, a
   * port that somebody listens on, too few open files, a miner that does not answer. Changes
   * nothing.
   */
  Receipt check(SealWorkerPlan plan);

  /**
   * Writes down that there is this worker, makes its folders, and the file with {@code
   * MINER_API_INFO} (0600), which the unit reads.
   */
  Receipt define(SealWorkerPlan plan);

  /**
   * Returns when the miner knows the running worker. One that ends again and again, as {@code
   * lotus-worker} does with exit code 0 on every error, is told of with the end of its log.
   */
  WorkerJoined awaitJoined(SealWorkerPlan plan);

  /**
   * Lets it take no new tasks ({@code TaskDisable}, since v1.2.2; before, nothing can be done). A
   * restart makes that undone.
   */
  Receipt disableTasks(SealWorkerPlan plan);

  /**
   * Returns when the miner has no job for it; may take hours. One that does not answer is not
   * quiet.
   */
  Receipt awaitQuiet(SealWorkerPlan plan);

  /** The sectors it is at. */
  LostWork lookAtJobs(SealWorkerPlan plan);

  /** Returns when somebody is at work for each of these sectors again, or it has moved on. */
  Receipt awaitTakenUp(SealWorkerPlan plan, List<Long> sectors);

  /** The sectors whose files lie in its folder: they wait while it is stopped. */
  LostWork lookAtFiles(SealWorkerPlan plan);

  /**
   * Refuses while files of sectors that are still being sealed lie in its folder: without the
   * worker nobody gets at them.
   */
  Receipt requireEmpty(SealWorkerPlan plan);

  /** Forgets it and the file with the token; its folder stays. */
  Receipt forget(SealWorkerPlan plan);
}
