package io.lotusflow.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.build.BuildPlan;
import io.lotusflow.build.ToolchainPlan;
import io.lotusflow.chain.BesidePlan;
import io.lotusflow.chain.ChainNode;
import io.lotusflow.chain.SnapshotPlan;
import io.lotusflow.host.HostPlan;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Network;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceUnit;
import io.lotusflow.storage.StoragePath;
import io.lotusflow.storage.StoragePlan;
import io.lotusflow.sync.SyncPlan;
import io.lotusflow.temporal.Payloads;
import io.lotusflow.wallet.WalletPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans for tests: a node and a miner with two storage paths. */
public final class Plans {

  public static final HostId HOST = new HostId("host-1");
  static final String BIN = "/opt/lotus/current/bin/";

  private static final Scope SCOPE = new Scope(new NodeId("n1"), HOST, Language.ENGLISH, false);
  private static final NetworkAccess DIRECT =
      new NetworkAccess("", "", "", Map.of(), "", "", "", "", "", "", List.of(), "");
  private static final NodeApi NODE =
      NodeApi.local("/srv/lotus/daemon", "/ip4/127.0.0.1/tcp/1234/http");
  private static final NodeApi MINER =
      NodeApi.local("/srv/lotus/miner", "/ip4/127.0.0.1/tcp/2345/http");

  private Plans() {}

  static HostPlan dryPreparation() {
    Scope dry = new Scope(SCOPE.node(), HOST, Language.ENGLISH, true);
    return new HostPlan(dry, List.of("jq"), Optional.empty(), "/swapfile", 1 << 20, DIRECT);
  }

  public static InstallPlan nodeAndMiner() {
    return nodeAndMiner(false, "");
  }

  /** Creates the miner only when somebody has approved. */
  static InstallPlan askingFirst() {
    return nodeAndMiner(true, "");
  }

  static InstallPlan withFaucet() {
    return nodeAndMiner(false, "http://127.0.0.1/fund");
  }

  private static InstallPlan nodeAndMiner(boolean askFirst, String faucet) {
    DaemonPlan daemon = daemon();
    return new InstallPlan(
        SCOPE,
        new HostPlan(SCOPE, List.of("jq"), Optional.empty(), "/swapfile", 1 << 20, DIRECT),
        build(),
        Optional.of(daemon),
        Optional.of(new SnapshotPlan(SCOPE, "http://127.0.0.1/latest", "", "/srv/lotus", daemon)),
        new SyncPlan(SCOPE, NODE, Duration.ofMinutes(10)),
        Optional.of(miner(askFirst, faucet)));
  }

  private static BuildPlan build() {
    return new BuildPlan(
        SCOPE,
        Network.MAINNET,
        "https://example.org/lotus.git",
        "v1.36.2",
        "/srv/lotus/src",
        "/opt/lotus",
        "",
        "all",
        List.of(),
        BuildPlan.FfiBuild.AUTO,
        BuildPlan.Gpu.NONE,
        Map.of(),
        new ToolchainPlan(false, "/opt/toolchain", "https://go.dev/dl/", ""),
        DIRECT);
  }

  private static DaemonPlan daemon() {
    return new DaemonPlan(
        SCOPE,
        Network.MAINNET,
        BIN + "lotus",
        NODE,
        List.of(),
        List.of(),
        true,
        "",
        List.of(),
        DIRECT,
        service("lotus-daemon"),
        Duration.ofHours(1));
  }

  private static MinerPlan miner(boolean askFirst, String faucet) {
    ByteSize sector = ByteSize.parse("32GiB");
    return new MinerPlan(
        SCOPE,
        BIN + "lotus-miner",
        NODE,
        MINER,
        sector,
        "",
        List.of(),
        Map.of(),
        new WalletPlan(SCOPE, NODE, BIN + "lotus", "", "", "/srv/lotus/keys", faucet),
        new ParamsPlan(SCOPE, BIN + "lotus", sector, "/srv/lotus/parameters", DIRECT),
        service("lotus-miner"),
        new StoragePlan(
            SCOPE,
            BIN + "lotus-miner",
            MINER,
            NODE,
            List.of(
                new StoragePath("/srv/lotus/seal", true, false, 10, Optional.empty()),
                new StoragePath("/srv/lotus/store", false, true, 10, Optional.empty()))),
        Duration.ofHours(1),
        askFirst);
  }

  private static ServicePlan service(String name) {
    return new ServicePlan(
        SCOPE,
        ServicePlan.Manager.AUTO,
        new ServiceUnit(
            name,
            name,
            List.of("/bin/true"),
            Map.of(),
            "/",
            "",
            1 << 20,
            "",
            "",
            List.of(),
            List.of(),
            "/var/log/" + name + ".log",
            Duration.ofMinutes(5)));
  }

  /** The same with little patience for workers that are lost. */
  public static <T> T hasty(T plan, Class<T> type) {
    ObjectMapper json = Payloads.mapper();
    try {
      ObjectNode tree = json.valueToTree(plan);
      tree.withObject("/scope").set("workerLost", json.valueToTree(Duration.ofMillis(100)));
      return json.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** The same for another host. */
  public static <T> T on(HostId host, T plan, Class<T> type) {
    ObjectMapper json = Payloads.mapper();
    try {
      String text = json.writeValueAsString(plan);
      return json.readValue(text.replace("\"" + HOST + '"', "\"" + host + '"'), type);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** The chain of {@link #nodeAndMiner}. */
  public static ChainNode chainNode() {
    InstallPlan plan = nodeAndMiner();
    BesidePlan beside =
        new BesidePlan(
            "",
            "",
            "",
            true,
            2,
            Duration.ofHours(6),
            Duration.ofMinutes(3),
            Duration.ofMinutes(5),
            List.of());
    return new ChainNode(
        plan.scope(), plan.daemon().orElseThrow(), plan.sync(), plan.miner(), beside);
  }
}
