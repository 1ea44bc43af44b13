package io.lotusflow.install;

import io.lotusflow.build.BuildPlan;
import io.lotusflow.chain.SnapshotPlan;
import io.lotusflow.host.HostPlan;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.sync.SyncPlan;
import java.util.Optional;

/**
 * The whole install; {@code --dry-run} walks the same plan.
 *
 * @param daemon absent where the miner uses a remote one
 * @param snapshot absent = sync from genesis, or no daemon here
 * @param miner absent for a node without a miner
 * @param tokenToCome the token of a remote daemon is brought before the miner is made; false in
 *     plans of older versions
 */
public record InstallPlan(
    Scope scope,
    HostPlan host,
    BuildPlan build,
    Optional<DaemonPlan> daemon,
    Optional<SnapshotPlan> snapshot,
    SyncPlan sync,
    Optional<MinerPlan> miner,
    boolean tokenToCome)
    implements Plan {

  public InstallPlan(
      Scope scope,
      HostPlan host,
      BuildPlan build,
      Optional<DaemonPlan> daemon,
      Optional<SnapshotPlan> snapshot,
      SyncPlan sync,
      Optional<MinerPlan> miner) {
    this(scope, host, build, daemon, snapshot, sync, miner, false);
  }

  /** The same, with the token still on its way. */
  public InstallPlan withTokenToCome() {
    return new InstallPlan(scope, host, build, daemon, snapshot, sync, miner, true);
  }
}
