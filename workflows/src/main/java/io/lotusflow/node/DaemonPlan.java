package io.lotusflow.node;

import io.lotusflow.lotus.Network;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServicePlan;
import java.time.Duration;
import java.util.List;

/**
 * A Lotus daemon: its configuration and its service.
 *
 * @param binary absolute path of {@code lotus}
 * @param genesis path or URL, for custom networks; empty otherwise
 * @param access how snapshot and genesis are reached
 * @param apiStart how long the API may stay away after a start while the process lives and its log
 *     grows
 */
public record DaemonPlan(
    Scope scope,
    Network network,
    String binary,
    NodeApi api,
    List<String> libp2pListen,
    List<String> libp2pAnnounce,
    boolean splitstore,
    String genesis,
    List<String> bootstrapPeers,
    NetworkAccess access,
    ServicePlan service,
    Duration apiStart)
    implements Plan {
  public DaemonPlan {
    libp2pListen = List.copyOf(libp2pListen);
    libp2pAnnounce = List.copyOf(libp2pAnnounce);
    bootstrapPeers = List.copyOf(bootstrapPeers);
  }

  public String repo() {
    return api.repo();
  }

  /** Where the genesis file of a custom network lies once it is there; empty if there is none. */
  public String genesisFile() {
    return genesis.matches("https?://.*") ? repo() + "/genesis.car" : genesis;
  }
}
