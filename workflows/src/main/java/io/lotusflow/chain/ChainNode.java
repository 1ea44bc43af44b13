package io.lotusflow.chain;

import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.sync.SyncPlan;
import io.lotusflow.window.WindowPlan;
import java.util.Optional;

/**
 * The node whose chain data is changed.
 *
 * @param miner the one of this host that hangs on the daemon: stopped before it, started after the
 *     head is current
 */
public record ChainNode(
    Scope scope, DaemonPlan daemon, SyncPlan sync, Optional<MinerPlan> miner, BesidePlan beside)
    implements Plan {

  /** What is stopped with the daemon. */
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
