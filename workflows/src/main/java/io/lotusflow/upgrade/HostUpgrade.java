package io.lotusflow.upgrade;

import io.lotusflow.backup.BackupPlan;
import io.lotusflow.build.BuildPlan;
import io.lotusflow.chain.ChainNode;
import io.lotusflow.deals.DealsPlan;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.sealworker.MinerFound;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.window.WindowPlan;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What another version means for one host.
 *
 * @param build of the version that is to come
 * @param node the daemon of this host, with the unit that the version wants
 * @param miner the miner of this host, likewise
 * @param workers the seal workers of this host, likewise
 * @param before all of their units as the version in use has them
 * @param params what its provers need, where there is a miner; the binary is the new version's
 * @param window of what is stopped here; where neither daemon nor miner are, that of another host
 * @param deals the market of the miner, which takes none meanwhile; older plans have none
 */
public record HostUpgrade(
    Scope scope,
    BuildPlan build,
    Optional<ChainNode> node,
    Optional<MinerPlan> miner,
    List<SealWorkerPlan> workers,
    List<ServicePlan> before,
    Optional<ParamsPlan> params,
    BackupPlan backup,
    WindowPlan window,
    Optional<DealsPlan> deals)
    implements Plan {
  public HostUpgrade {
    workers = List.copyOf(workers);
    before = List.copyOf(before);
    deals = Objects.requireNonNullElse(deals, Optional.empty());
  }

  /** Whether nothing but seal workers run here. */
  public boolean isForWorkersAlone() {
    return node().isEmpty() && miner().isEmpty();
  }

  /**
   * The same, with the miner where the host of its seal workers reaches it.
   *
   * @param found asks for its address
   */
  HostUpgrade reaching(Function<SealWorkerPlan, MinerFound> found) {
    List<SealWorkerPlan> reached =
        workers.stream()
            .map(
                worker ->
                    worker.elsewhere().isPresent()
                        ? worker.reaching(found.apply(worker).address())
                        : worker)
            .toList();
    return new HostUpgrade(
        scope, build, node, miner, reached, before, params, backup, window, deals);
  }
}
