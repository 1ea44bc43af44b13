package io.lotusflow.chain;

import io.lotusflow.deals.DealsPlan;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.run.Steps;
import io.lotusflow.sync.SyncPlan;
import io.lotusflow.window.WindowPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The node whose chain data is changed.
 *
 * @param miner the one of this host that hangs on the daemon: stopped before it, started after the
 *     head is current
 * @param distant the same, if it is on another host of ours; older plans have none
 * @param deals the market of the miner, on whichever host that is, which takes none meanwhile;
 *     older plans have none
 */
public record ChainNode(
    Scope scope,
    DaemonPlan daemon,
    SyncPlan sync,
    Optional<MinerPlan> miner,
    BesidePlan beside,
    Optional<MinerPlan> distant,
    Optional<DealsPlan> deals)
    implements Plan {

  public ChainNode {
    distant = Objects.requireNonNullElse(distant, Optional.empty());
    deals = Objects.requireNonNullElse(deals, Optional.empty());
  }

  /** With no miner of ours on another host, and no market. */
  public ChainNode(
      Scope scope, DaemonPlan daemon, SyncPlan sync, Optional<MinerPlan> miner, BesidePlan beside) {
    this(scope, daemon, sync, miner, beside, Optional.empty(), Optional.empty());
  }

  /** The one that is stopped with the daemon, wherever it is. */
  public Optional<MinerPlan> anyMiner() {
    return miner.or(() -> distant);
  }

  /** The same on the host of its miner. */
  private ChainNode whereItsMinerIs() {
    return distant
        .map(any -> new ChainNode(any.scope(), daemon, sync, distant, beside))
        .orElse(this);
  }

  /** For workflows: the sectors that stand still after an outage, as the miner's host sees them. */
  public WedgedSectors findWedged() {
    ChainNode there = whereItsMinerIs();
    return Steps.on(there.scope().host(), ChainActivities.class).findWedged(there);
  }

  /** Each as its own host sees it; all have to be open at once. */
  public List<WindowPlan> windows() {
    List<WindowPlan> all = new ArrayList<>(List.of(window()));
    distant.ifPresent(
        any -> all.add(WindowPlan.ofMiner(any.scope(), any, beside.outage(), beside.margin())));
    return all;
  }

  /** What is stopped on the daemon's host. */
  public WindowPlan window() {
    return new WindowPlan(
        scope,
        daemon.api(),
        daemon.service(),
        miner.map(MinerPlan::api),
        miner.map(MinerPlan::service),
        beside.miners(),
        beside.outage(),
        beside.margin(),
        WindowPlan.PATIENCE);
  }
}
