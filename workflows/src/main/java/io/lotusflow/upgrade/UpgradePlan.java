package io.lotusflow.upgrade;

import io.lotusflow.run.HostId;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.run.Steps;
import io.lotusflow.sealworker.SealWorkerActivities;
import io.lotusflow.sync.SyncPlan;
import java.time.Duration;
import java.util.List;

/**
 * Another version for a node, on all of its hosts.
 *
 * @param scope of the host where the run is asked for
 * @param hosts in any order: the order of stops and starts goes by what runs where
 * @param sync of the daemon that all hang on; a head that stands still for so long is a failed gate
 * @param outage how long the node is planned to be away; stopping may take half of it
 * @param healthyWithin how long versions, head, deadlines, workers may take to be in order
 * @param accepted what the version changes was read and wanted
 */
public record UpgradePlan(
    Scope scope,
    List<HostUpgrade> hosts,
    SyncPlan sync,
    Duration outage,
    Duration healthyWithin,
    boolean accepted)
    implements Plan {
  public UpgradePlan {
    hosts = List.copyOf(hosts);
  }

  @Override
  public List<HostId> hostsAtWork() {
    return hosts.stream().map(host -> host.scope().host()).distinct().toList();
  }

  /**
   * The same, with the miner where the hosts of its seal workers reach it. No step where all
   * workers are on the miner's own host.
   */
  UpgradePlan reachingMiner() {
    List<HostUpgrade> reaching =
        hosts.stream()
            .map(
                host ->
                    host.reaching(
                        Steps.on(host.scope().host(), SealWorkerActivities.class)::findMiner))
            .toList();
    return new UpgradePlan(scope, reaching, sync, outage, healthyWithin, accepted);
  }

  /** Nobody must believe that his version is switched in while another one is. */
  @Override
  public boolean wantsTheSameWords() {
    return true;
  }
}
