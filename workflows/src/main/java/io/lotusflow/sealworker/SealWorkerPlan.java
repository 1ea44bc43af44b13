package io.lotusflow.sealworker;

import io.lotusflow.handover.HandOverPlan;
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
 * @param elsewhere the miner of a worker on another host; absent where both are on one
 * @param handOver how that host is given the miner's token first; absent where the operator has put
 *     it there
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
    Optional<WorkerMove> move,
    Optional<MinerElsewhere> elsewhere,
    Optional<HandOverPlan> handOver)
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
    elsewhere = Objects.requireNonNullElse(elsewhere, Optional.empty());
    handOver = Objects.requireNonNullElse(handOver, Optional.empty());
  }

  @Override
  public String part() {
    return elsewhere.isPresent() ? worker.name() + '@' + scope.host() : worker.name();
  }

  /** The worker as commands name it. */
  String named() {
    return elsewhere.isPresent() ? worker.name() + " --host " + scope.host() : worker.name();
  }

  @Override
  public boolean wantsTheSameWords() {
    return true;
  }

  /** One that moves nothing, on the miner's own host. */
  public SealWorkerPlan(
      Scope scope,
      Act act,
      SealWorker worker,
      NodeApi miner,
      List<String> miningRepos,
      String minerInfo,
      ServicePlan service,
      boolean now) {
    this(
        scope,
        act,
        worker,
        miner,
        miningRepos,
        minerInfo,
        service,
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same, with where it shall go. */
  public SealWorkerPlan to(WorkerMove there) {
    return with(worker, miner, service, Optional.of(there), elsewhere);
  }

  /** The worker as it is once it has moved. */
  public SealWorkerPlan moved() {
    WorkerMove there = move.orElseThrow();
    return with(there.worker(), miner, there.service(), Optional.empty(), elsewhere);
  }

  /** The same for a worker whose miner is on another host. */
  public SealWorkerPlan of(MinerElsewhere other) {
    return with(worker, miner, service, move, Optional.of(other));
  }

  /** The same, with the token brought there first. */
  public SealWorkerPlan after(HandOverPlan token) {
    return new SealWorkerPlan(
        scope,
        act,
        worker,
        miner,
        miningRepos,
        minerInfo,
        service,
        now,
        move,
        elsewhere,
        Optional.of(token));
  }

  /** The same, with the miner where the worker's host has found it. */
  public SealWorkerPlan reaching(String address) {
    String file = elsewhere.orElseThrow().file();
    return with(worker, new NodeApi("", address, file), service, move, elsewhere);
  }

  private SealWorkerPlan with(
      SealWorker other,
      NodeApi api,
      ServicePlan unit,
      Optional<WorkerMove> there,
      Optional<MinerElsewhere> host) {
    return new SealWorkerPlan(
        scope, act, other, api, miningRepos, minerInfo, unit, now, there, host, handOver);
  }
}
