package io.lotusflow.sealworker;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** One host's seal workers. Manual: lotus-worker (run, tasks, stop). */
@ActivityInterface(namePrefix = "SealWorker.")
public interface SealWorkerActivities {

  /**
   * For a worker on another host than its miner: looks whether the file with the miner's token and
   * address is there, nobody else's to read, and of use: a whole line, an address that leads from
   * here to that miner, a token that may do all. Changes nothing; the token stays in the file.
   */
  MinerFound findMiner(SealWorkerPlan plan);

  /**
   * Refuses what would not work: another worker's name, folder, port or TMPDIR, a repository, a
   * port that somebody listens on, too few open files, a miner that does not answer. Changes
   * nothing.
   */
  Receipt check(SealWorkerPlan plan);

  /**
   * Writes down that there is this worker, makes its folders, and the file with {@code
   * MINER_API_INFO} (0600), which the unit reads; on another host than the miner's that is a link
   * to the operator's file. A name, folder, TMPDIR or port that was taken meanwhile is refused.
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

  /** Takes {@link #disableTasks} back; one that does not run, or is starting, takes them anyway. */
  Receipt enableTasks(SealWorkerPlan plan);

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

  /**
   * Forgets it and the file with the token; its folder stays, and a file that the operator has put
   * there.
   */
  Receipt forget(SealWorkerPlan plan);

  /**
   * Refuses a new folder that is taken, in or around another one, not empty and not of an earlier
   * attempt of this move, not mounted, or too small. Changes nothing.
   */
  Receipt checkMove(SealWorkerPlan plan);

  /**
   * Copies its folder while it works. What changes meanwhile is copied again; each file that stays
   * as it is was read back, and is never copied a second time.
   */
  Receipt copy(SealWorkerPlan plan);

  /**
   * With the worker stopped: copies what changed since, takes away what is no more, and writes the
   * new paths into {@code storage.json}.
   */
  Receipt copyRest(SealWorkerPlan plan);

  /**
   * Compares both folders: names, sizes, times, and the digest of each file as it was read back.
   */
  Receipt verifyCopy(SealWorkerPlan plan);

  /** Returns when the worker has opened all its storage, and the miner knows all of it. */
  Receipt awaitStorage(SealWorkerPlan plan);

  /** Renames the folder that it has left; where that cannot be, renames what makes it storage. */
  KeptFolder setAside(SealWorkerPlan plan);

  /** Deletes the folder that it has left, if it works in the new one with all its storage. */
  Receipt dropOld(SealWorkerPlan plan);
}
