package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.chain.ChainNode;
import io.lotusflow.deals.DealsPlan;
import io.lotusflow.handover.HandOverPlan;
import io.lotusflow.install.HostInstall;
import io.lotusflow.install.SpreadInstallPlan;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.restart.RestartPlan;
import io.lotusflow.run.HostId;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.settings.BadSettings;
import io.lotusflow.settings.Plans;
import io.lotusflow.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three settings files beside each other; commands are typed on the miner's machine. */
class NodeHostsTest {
  private static final HostId HERE = new HostId("miner-1");

  @TempDir Path folder;
  private Session session;

  @BeforeEach
  void files() throws IOException {
    session = SessionOf.nobody(folder.resolve("home"));
    write("chain.toml", node("daemon", "") + "[daemon]\napi = \"/ip4/10.0.0.1/tcp/1234/http\"\n");
    write(
        "sealer.toml",
        node("seal-worker", "")
            + "[build]\nprefix = \"/nvme0/lotus\"\n[miner]\nparameters = \"/nvme0/parameters\"\n");
    write(
        "lotusflow.toml",
        node("miner", "hosts = { chain-1 = \"chain.toml\", sealer-1 = \"sealer.toml\" }\n")
            + """
            [daemon]
            remote_api = "/ip4/10.0.0.1/tcp/1234/http"
            remote_token_file = "/srv/lotus/daemon-token"
            [miner]
            api = "/ip4/10.0.0.2/tcp/2345/http"
            [services]
            user = "fil"
            """);
  }

  private static String node(String role, String more) {
    return "[node]\nname = \"n1\"\nnetwork = \"calibnet\"\nroles = [\"" + role + "\"]\n" + more;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Plans here() {
    try {
      Path file = folder.resolve("lotusflow.toml");
      return Plans.of(
          new SettingsReader(Language.ENGLISH).read(file), HERE, false, Language.ENGLISH);
    } catch (BadSettings bad) {
      throw new AssertionError(bad.problems().toString(), bad);
    }
  }

  private NodeHosts hosts() {
    return NodeHosts.of(session, here(), Map.of(), HostId::new);
  }

  private String refusal() {
    return catchThrowableOfType(Complaint.class, () -> hosts().install()).getMessage();
  }

  @Test
  void eachMachineGetsWhatItsOwnFileSays() {
    SpreadInstallPlan plan = hosts().install();

    assertThat(plan.hostsAtWork())
        .containsExactly(HERE, new HostId("chain-1"), new HostId("sealer-1"));
    HostInstall miner = plan.hosts().get(0);
    HostInstall chain = plan.hosts().get(1);
    HostInstall sealer = plan.hosts().get(2);
    assertThat(chain.alone().daemon()).isPresent();
    assertThat(chain.alone().miner()).isEmpty();
    assertThat(chain.params()).isEmpty();
    assertThat(miner.alone().daemon()).isEmpty();
    assertThat(miner.alone().miner()).isPresent();
    assertThat(sealer.alone().miner()).isEmpty();
    assertThat(sealer.alone().build().prefix()).isEqualTo("/nvme0/lotus");
    assertThat(sealer.params().orElseThrow().folder()).isEqualTo("/nvme0/parameters");
    assertThat(sealer.alone().build().scope().host()).isEqualTo(new HostId("sealer-1"));
  }

  @Test
  void theMinersMachineIsGivenTheDaemonsTokenAndNobodyElseIs() {
    SpreadInstallPlan plan = hosts().install();

    HandOverPlan token = plan.hosts().get(0).token().orElseThrow();
    assertThat(token.from()).isEqualTo(new HostId("chain-1"));
    assertThat(token.scope().host()).isEqualTo(HERE);
    assertThat(token.api())
        .isEqualTo(NodeApi.local("/srv/lotus/daemon", "/ip4/10.0.0.1/tcp/1234/http"));
    assertThat(token.address()).isEqualTo("/ip4/10.0.0.1/tcp/1234/http");
    assertThat(token.file()).isEqualTo("/srv/lotus/daemon-token");
    assertThat(token.user()).isEqualTo("fil");
    assertThat(plan.hosts().get(0).alone().tokenToCome()).isTrue();
    assertThat(plan.hosts().get(1).token()).isEmpty();
    assertThat(plan.hosts().get(2).token()).isEmpty();
  }

  @Test
  void whatStopsTheDaemonStopsItsMinerOnTheOtherMachine() {
    Plans daemon = hosts().withDaemon().orElseThrow();

    ChainNode node = daemon.chain().orElseThrow();
    assertThat(node.scope().host()).isEqualTo(new HostId("chain-1"));
    assertThat(node.distant().map(MinerPlan::scope).orElseThrow().host()).isEqualTo(HERE);
    assertThat(node.windows())
        .extracting(window -> window.scope().host().value())
        .containsExactly("chain-1", "miner-1");
    RestartPlan restart =
        daemon
            .restart(
                RestartPlan.What.NODE, RestartPlan.Jobs.WAIT, Duration.ofHours(1), Optional.empty())
            .orElseThrow();
    assertThat(restart.distant()).isPresent();
    assertThat(restart.deals().map(DealsPlan::scope).orElseThrow().host()).isEqualTo(HERE);
  }

  @Test
  void aScheduledResetTypedOnTheDaemonsMachineKnowsTheMinerToo() throws IOException {
    write(
        "miner.toml",
        Files.readString(folder.resolve("lotusflow.toml")).replaceFirst("hosts = .*\n", ""));
    write(
        "lotusflow.toml",
        node("daemon", "hosts = { miner-2 = \"miner.toml\" }\n")
            + "[daemon]\napi = \"/ip4/10.0.0.1/tcp/1234/http\"\n");

    ChainNode node = hosts().all().get(0).forGood().chain().orElseThrow();

    assertThat(node.distant().map(MinerPlan::scope).orElseThrow().host())
        .isEqualTo(new HostId("miner-2"));
  }

  @Test
  void aSealWorkerElsewhereHasThatMachinesProgramsAndThisOnesMiner() {
    NodeHosts hosts = hosts();
    Plans there = here().onMachineOf(hosts.of(new HostId("sealer-1")).orElseThrow());
    SealWorker worker =
        new SealWorker("a", "/nvme0/a", "/nvme0/a/tmp", "10.0.0.3:3456", List.of(), "", Map.of());
    ServicePlan unit = there.sealWorkerUnit(worker, Path.of("/nvme0/a.miner-info"));

    assertThat(unit.unit().command()).contains("/nvme0/lotus/current/bin/lotus-worker");
    assertThat(unit.unit().environment())
        .containsEntry("FIL_PROOFS_PARAMETER_CACHE", "/nvme0/parameters");
    assertThat(there.miner().orElseThrow().api().address())
        .isEqualTo("/ip4/10.0.0.2/tcp/2345/http");
  }

  @Test
  void filesThatDoNotBelongTogetherAreRefused() throws IOException {
    write("sealer.toml", node("seal-worker", "").replace("n1", "n2"));
    assertThat(refusal()).contains("one node");
    write("sealer.toml", node("seal-worker", "").replace("calibnet", "mainnet"));
    assertThat(refusal()).contains("one node");
    write("sealer.toml", node("daemon", ""));
    assertThat(refusal()).contains("one daemon");
    write("sealer.toml", node("seal-worker", "") + "[build]\nref = \"v1.36.1\"\n");
    assertThat(refusal()).contains("one version");
    Files.delete(folder.resolve("sealer.toml"));
    assertThat(refusal()).contains("sealer.toml");
  }

  /** The daemon's machine knows none of the seal workers that an upgrade would have to drain. */
  @Test
  void anUpgradeIsTypedOnTheMachineOfTheMiner() throws IOException {
    hosts().requireMinerHere();
    write(
        "miner.toml",
        Files.readString(folder.resolve("lotusflow.toml")).replaceFirst("hosts = .*\n", ""));
    write(
        "lotusflow.toml",
        node("daemon", "hosts = { miner-7 = \"miner.toml\", sealer-1 = \"sealer.toml\" }\n"));

    Complaint complaint = catchThrowableOfType(Complaint.class, () -> hosts().requireMinerHere());
    assertThat(complaint.getMessage()).contains("miner-7");
    assertThat(complaint.todo()).contains("miner-7");
  }

  @Test
  void sealWorkersAloneAreNotInstalled() throws IOException {
    assertThat(hosts().withANode().areMany()).isTrue();
    String hosts = "hosts = { sealer-1 = \"sealer.toml\" }\n";
    for (String others : List.of("", hosts)) {
      write("lotusflow.toml", node("seal-worker", others));
      Complaint refused = catchThrowableOfType(Complaint.class, () -> hosts().withANode());
      assertThat(refused).hasMessageContaining("nothing to install");
    }
  }

  @Test
  void oneMachineAloneIsNoSpread() throws IOException {
    write("lotusflow.toml", "[node]\nname = \"n1\"\nnetwork = \"calibnet\"\n");

    assertThat(hosts().areMany()).isFalse();
    assertThat(hosts().withDaemon().orElseThrow().chain().orElseThrow().distant()).isEmpty();
  }
}
