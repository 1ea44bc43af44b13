package io.lotusflow.install;

import io.lotusflow.run.HostId;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.util.List;
import java.util.Optional;

/**
 * An install over several hosts: one has the daemon, one the miner, others neither.
 *
 * @param scope of the host where the run is asked for
 */
public record SpreadInstallPlan(Scope scope, List<HostInstall> hosts) implements Plan {

  public SpreadInstallPlan {
    hosts = List.copyOf(hosts);
  }

  @Override
  public List<HostId> hostsAtWork() {
    return hosts.stream().map(HostInstall::host).distinct().toList();
  }

  Optional<HostInstall> withDaemon() {
    return hosts.stream().filter(host -> host.alone().daemon().isPresent()).findFirst();
  }

  Optional<HostInstall> withMiner() {
    return hosts.stream().filter(host -> host.alone().miner().isPresent()).findFirst();
  }
}
