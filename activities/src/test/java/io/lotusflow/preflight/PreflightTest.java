package io.lotusflow.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.build.BuildPlan;
import io.lotusflow.build.ToolchainPlan;
import io.lotusflow.host.HostPlan;
import io.lotusflow.host.Machine;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Network;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.preflight.Finding.Level;
import io.lotusflow.process.Command;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Scope;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceUnit;
import io.lotusflow.sync.SyncPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine in a folder: what {@code /proc} and {@code /etc} say is the test's choice. */
class PreflightTest {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void build() throws IOException {
    root = folder.resolve("root");
    put("etc/os-release", "ID=ubuntu\nPRETTY_NAME=\"Ubuntu 22.04\"\n");
    put("proc/cpuinfo", "processor : 0\nmodel name : EPYC\nflags : sha_ni adx\n");
    put("proc/meminfo", "MemTotal: 16000000 kB\nSwapTotal: 0 kB\n");
    put(
        "proc/self/limits",
        "Max open files            1024                 1048576              files\n");
  }

  @Test
  void findsNothingToRefuseOnAFitMachine() {
    List<Finding> findings = look(Network.REHEARSAL, 0, Language.ENGLISH);
    assertThat(findings).extracting(Finding::level).doesNotContain(Level.REFUSE);
    assertThat(of(findings, "system").seen()).contains("Ubuntu 22.04");
    assertThat(of(findings, "processor").seen()).contains("FFI_BUILD_FROM_SOURCE=1");
  }

  @Test
  void refusesAMachineWithTooLittleMemoryInTheOperatorsLanguage() throws IOException {
    put("proc/meminfo", "MemTotal: 4000000 kB\nSwapTotal: 0 kB\n");
    Finding memory = of(look(Network.MAINNET, 0, Language.CHINESE), "memory");
    assertThat(memory.level()).isEqualTo(Level.REFUSE);
    assertThat(memory.seen()).contains("内存：3.8GiB");
    assertThat(memory.fix()).contains("[host] swap");
  }

  @Test
  void refusesAPortThatAnotherProgramHolds() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Finding port = of(look(Network.REHEARSAL, taken.getLocalPort(), Language.ENGLISH), "ports");
      assertThat(port.level()).isEqualTo(Level.REFUSE);
      assertThat(port.seen()).contains(Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void leavesAPortToTheNodeItself() throws IOException {
    try (ServerSocket own = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.createDirectories(folder.resolve("repo"));
      Files.writeString(folder.resolve("repo/api"), "/ip4/127.0.0.1/tcp/" + own.getLocalPort());
      Finding port = of(look(Network.REHEARSAL, own.getLocalPort(), Language.ENGLISH), "ports");
      assertThat(port.level()).isEqualTo(Level.OK);
    }
  }

  @Test
  void refusesALinkPlaceThatHoldsAFileOfTheOperators() throws IOException {
    Files.createDirectories(folder.resolve("links"));
    Files.writeString(folder.resolve("links/lotus"), "mine");
    Finding installed = of(look(Network.REHEARSAL, 0, Language.ENGLISH), "installed");
    assertThat(installed.level()).isEqualTo(Level.REFUSE);
  }

  @Test
  void namesOldPackagesFromWhatAptKnows() {
    assertThat(
            Software.outdated(
                """
                jq:
                  Installed: 1.6-1
                  Candidate: 1.6-2
                gcc:
                  Installed: 12
                  Candidate: 12
                hwloc:
                  Installed: (none)
                  Candidate: 2
                """))
        .containsExactly("jq 1.6-1 -> 1.6-2");
  }

  @Test
  void hasAWordForEveryKeyInBothLanguages() {
    List<String> keys =
        List.of(
            "memory.little",
            "space.little",
            "ports.taken",
            "token.open",
            "clock.alone",
            "gpu.none");
    for (Language language : Language.values()) {
      Messages messages = Messages.in(language, "preflight");
      assertThat(keys).allMatch(key -> messages.has(key + ".seen") && messages.has(key + ".fix"));
    }
  }

  private List<Finding> look(Network network, int port, Language language) {
    Machine machine = new Machine(root, Command.BASE_ENVIRONMENT.get("PATH"));
    return new Preflight(machine, true).look(plan(network, port, language));
  }

  private static Finding of(List<Finding> findings, String check) {
    return findings.stream()
        .filter(finding -> finding.check().equals(check))
        .reduce((a, b) -> b.level().compareTo(a.level()) > 0 ? b : a)
        .orElseThrow();
  }

  private InstallPlan plan(Network network, int port, Language language) {
    Scope scope = new Scope(new NodeId("node-1"), new HostId("host-1"), language, false);
    NetworkAccess access =
        new NetworkAccess("", "", "", Map.of(), "", "", "", "", "", "", List.of(), "");
    BuildPlan build =
        new BuildPlan(
            scope,
            network,
            "https://example.com/lotus",
            "v1.36.2",
            folder + "/src",
            folder + "/prefix",
            folder + "/links",
            "all",
            List.of(),
            BuildPlan.FfiBuild.AUTO,
            BuildPlan.Gpu.AUTO,
            Map.of(),
            new ToolchainPlan(true, folder + "/toolchain", "", ""),
            access);
    ServicePlan service =
        new ServicePlan(
            scope,
            ServicePlan.Manager.AUTO,
            new ServiceUnit(
                "lotus-daemon",
                "",
                List.of("/bin/true"),
                Map.of(),
                "/",
                "",
                1,
                "",
                "",
                List.of(),
                List.of(),
                "/dev/null",
                Duration.ofMinutes(1)));
    NodeApi api = NodeApi.local(folder + "/repo", "/ip4/127.0.0.1/tcp/" + port + "/http");
    DaemonPlan daemon =
        new DaemonPlan(
            scope,
            network,
            "/bin/lotus",
            api,
            List.of(),
            List.of(),
            true,
            "",
            List.of(),
            access,
            service,
            Duration.ofHours(1));
    HostPlan host =
        new HostPlan(
            scope, List.of(), Optional.<ByteSize>empty(), folder + "/swapfile", 1048576, access);
    return new InstallPlan(
        scope,
        host,
        build,
        Optional.of(daemon),
        Optional.empty(),
        new SyncPlan(scope, api, Duration.ofMinutes(10)),
        Optional.empty());
  }

  private void put(String file, String text) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }
}
