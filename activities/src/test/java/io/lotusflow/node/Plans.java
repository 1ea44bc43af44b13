package io.lotusflow.node;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Network;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceUnit;
import io.lotusflow.storage.StoragePlan;
import io.lotusflow.wallet.WalletPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Plans as a small installation has them. */
public final class Plans {
  public static final Scope SCOPE =
      new Scope(new NodeId("node-1"), new HostId("host-1"), Language.ENGLISH, false);

  public static final NetworkAccess DIRECT =
      new NetworkAccess("", "", "", Map.of(), "", "", "", "", "", "", List.of(), "");

  private Plans() {}

  public static ServicePlan service(Path folder) {
    ServiceUnit unit =
        new ServiceUnit(
            "lotus-daemon",
            "Lotus daemon",
            List.of("/bin/false"),
            Map.of(),
            folder.toString(),
            "",
            1024,
            "",
            "",
            List.of(),
            List.of(),
            folder.resolve("daemon.log").toString(),
            Duration.ofSeconds(5));
    return new ServicePlan(SCOPE, ServicePlan.Manager.SUPERVISED, unit);
  }

  /**
   * A daemon whose repository is {@code folder/daemon} and whose binary is {@code folder/lotus}.
   */
  public static DaemonPlan daemon(Path folder, String apiAddress) {
    return new DaemonPlan(
        SCOPE,
        Network.REHEARSAL,
        folder.resolve("lotus").toString(),
        NodeApi.local(folder.resolve("daemon").toString(), apiAddress),
        List.of("/ip4/0.0.0.0/tcp/6665"),
        List.of(),
        true,
        "",
        List.of(),
        DIRECT,
        service(folder),
        Duration.ofSeconds(20));
  }

  public static DaemonPlan dry(DaemonPlan plan) {
    return new DaemonPlan(
        plan.scope().asDryRun(),
        plan.network(),
        plan.binary(),
        plan.api(),
        plan.libp2pListen(),
        plan.libp2pAnnounce(),
        plan.splitstore(),
        plan.genesis(),
        plan.bootstrapPeers(),
        plan.access(),
        plan.service(),
        plan.apiStart());
  }

  /** The same daemon on a custom network. */
  public static DaemonPlan custom(DaemonPlan plan, String genesis, List<String> peers) {
    return new DaemonPlan(
        plan.scope(),
        Network.CUSTOM,
        plan.binary(),
        plan.api(),
        plan.libp2pListen(),
        plan.libp2pAnnounce(),
        plan.splitstore(),
        genesis,
        peers,
        plan.access(),
        plan.service(),
        plan.apiStart());
  }

  /** A miner whose repository is {@code folder/miner}, and a daemon; both answer at one address. */
  public static MinerPlan miner(Path folder, String apiAddress) {
    NodeApi daemon = NodeApi.local(folder.resolve("daemon").toString(), apiAddress);
    NodeApi api = NodeApi.local(folder.resolve("miner").toString(), apiAddress);
    ByteSize sector = ByteSize.parse("2KiB");
    return new MinerPlan(
        SCOPE,
        "lotus-miner",
        daemon,
        api,
        sector,
        "",
        List.of(),
        Map.of(),
        new WalletPlan(SCOPE, daemon, "lotus", "", "", "", ""),
        new ParamsPlan(SCOPE, "lotus", sector, "", DIRECT),
        service(folder),
        new StoragePlan(SCOPE, "lotus-miner", api, daemon, List.of()),
        Duration.ofSeconds(5),
        false);
  }
}
