package io.lotusflow.sealworker;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServicePlan;
import java.util.List;

/**
 * One act on one seal worker.
 *
 * @param miner whose worker it is
 * @param miningRepos folders that are others' and must not be the worker's
 * @param minerInfo file (0600) from which the unit takes {@code MINER_API_INFO}
 * @param service its unit
 * @param now without waiting until it is quiet: what it is at starts over
 */
public record SealWorkerPlan(
    Scope scope,
    Act act,
    SealWorker worker,
    NodeApi miner,
    List<String> miningRepos,
    String minerInfo,
    ServicePlan service,
    boolean now)
    implements Plan {

  /** What is asked for. */
  public enum Act {
    ADD,
    DRAIN,
    RESTART,
    REMOVE
  }

  public SealWorkerPlan {
    miningRepos = List.copyOf(miningRepos);
  }
}
