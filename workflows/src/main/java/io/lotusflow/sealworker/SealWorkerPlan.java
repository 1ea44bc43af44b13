package io.lotusflow.sealworker;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServicePlan;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One act on one seal worker.
 *
 * @param miner whose worker it is
 * @param miningRepos folders that are others' and must not be the worker's
 * @param minerInfo file (0600) from which the unit takes {@code MINER_API_INFO}
 * @param service its unit
 * @param now without waiting until it is quiet: what it is at starts over
 * @param move where it shall go; older plans have none
 */
public record SealWorkerPlan(
    Scope scope,
    Act act,
    SealWorker worker,
    NodeApi miner,
    List<String> miningRepos,
    String minerInfo,
    ServicePlan service,
    boolean now,
    Optional<WorkerMove> move)
    implements Plan {

  /** What is asked for. */
  public enum Act {
    ADD,
    DRAIN,
    RESTART,
    REMOVE,
    MOVE,
    DROP_OLD
  }

  public SealWorkerPlan {
    miningRepos = List.copyOf(miningRepos);
    move = Objects.requireNonNullElse(move, Optional.empty());
  }

  @Override
  public String part() {
    return worker.name();
  }

  @Override
  public boolean wantsTheSameWords() {
    return true;
  }

  /** One that moves nothing. */
  public SealWorkerPlan(
      Scope scope,
      Act act,
      SealWorker worker,
      NodeApi miner,
      List<String> miningRepos,
      String minerInfo,
      ServicePlan service,
      boolean now) {
    this(scope, act, worker, miner, miningRepos, minerInfo, service, now, Optional.empty());
  }

  /** The same, with where it shall go. */
  public SealWorkerPlan to(WorkerMove there) {
    return new SealWorkerPlan(
        scope, act, worker, miner, miningRepos, minerInfo, service, now, Optional.of(there));
  }

  /** The worker as it is once it has moved. */
  public SealWorkerPlan moved() {
    WorkerMove there = move.orElseThrow();
    return new SealWorkerPlan(
        scope, act, there.worker(), miner, miningRepos, minerInfo, there.service(), now);
  }
}
