package io.lotusflow.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.lotusflow.firewall.WantedPort.Use;
import io.lotusflow.process.Command;
import io.lotusflow.process.Executables;
import io.lotusflow.service.SystemdLab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against real nftables, in a network of its own that ends with the test. */
@Timeout(120)
class FirewallTest {
  @TempDir Path folder;

  @BeforeAll
  static void needsNftables() throws Exception {
    if (Executables.find("nft", Command.BASE_ENVIRONMENT).isEmpty()) {
      abort("nftables is not installed: apt-get install nftables");
    }
    Process probe = new ProcessBuilder("unshare", "--net", "true").start();
    if (!probe.waitFor(20, TimeUnit.SECONDS) || probe.exitValue() != 0) {
      abort("no network of its own on this machine: unshare --net is not permitted");
    }
  }

  private void inANetworkOfItsOwn(String scenario) throws Exception {
    List<String> argv =
        List.of(
            "unshare",
            "--net",
            "--mount",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            SystemdLab.classPath(),
            FirewallScenarios.class.getName(),
            scenario,
            folder.toString());
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void rulesTakeThemselvesBackUnlessTheyAreKept() throws Exception {
    inANetworkOfItsOwn("taken-back");
  }

  @Test
  void rulesGoEvenWhenWhoeverAddedThemIsDead() throws Exception {
    inANetworkOfItsOwn("dead");
  }

  @Test
  void keptRulesStayUntilTheyAreTakenAway() throws Exception {
    inANetworkOfItsOwn("kept");
  }

  @Test
  void anInactiveFirewallIsLeftInactive() throws Exception {
    inANetworkOfItsOwn("inactive");
  }

  @Test
  @Tag("matrix")
  void ownMachinesGetToTheApiAndNobodyElse() throws Exception {
    inANetworkOfItsOwn("private");
  }

  @Test
  @Tag("matrix")
  void ufwIsToldToTakeBackWhatItWasTold() throws Exception {
    inANetworkOfItsOwn("ufw");
  }

  @Test
  void ufwIsToldInItsOwnWords() {
    List<Command> rules =
        new Firewall(Firewall.Kind.UFW, List.of())
            .opening(new WantedPort(Use.DAEMON_API, 1234, false), "10.0.0.0/24", "lotusflow-7");
    assertThat(rules)
        .extracting(Command::argv)
        .containsExactly(
            List.of(
                "ufw",
                "allow",
                "proto",
                "tcp",
                "from",
                "10.0.0.0/24",
                "to",
                "any",
                "port",
                "1234",
                "comment",
                "lotusflow-7"));
  }

  @Test
  void knowsARuleThatUfwHasAlready() {
    WantedPort api = new WantedPort(Use.DAEMON_API, 1234, false);
    String here = "1234/tcp                   ALLOW       10.0.0.0/24                # of ours";
    assertThat(Firewall.allows(here, api, "10.0.0.0/24")).isTrue();
    assertThat(Firewall.allows(here, api, "10.0.1.0/24")).isFalse();
    assertThat(Firewall.allows(here, api, "Anywhere")).isFalse();
    assertThat(Firewall.allows("1234 (v6)  ALLOW IN  Anywhere (v6)", api, "Anywhere")).isTrue();
    assertThat(Firewall.allows("1234/tcp  DENY  Anywhere", api, "Anywhere")).isFalse();
  }

  @Test
  void knowsTheSshPortOfThisSession() throws IOException {
    Files.createDirectories(folder.resolve("net"));
    Files.writeString(
        folder.resolve("net/tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 00000000:08AE 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1
           1: 0100007F:04D2 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4712 1
        """);
    Files.createDirectories(folder.resolve("50/fd"));
    Files.writeString(folder.resolve("50/comm"), "sshd\n");
    Files.createSymbolicLink(folder.resolve("50/fd/3"), Path.of("socket:[4711]"));
    Listeners listeners = new Listeners(folder);

    assertThat(listeners.ssh("")).containsExactly(2222);
    assertThat(listeners.ssh("10.0.0.9 51515 10.0.0.2 2022")).containsExactly(2022, 2222);
    assertThat(listeners.at(new WantedPort(Use.DAEMON_API, 1234, false)).orElseThrow().loopback())
        .isTrue();
    assertThat(listeners.at(new WantedPort(Use.PEERS, 2222, false)).orElseThrow().everywhere())
        .isTrue();
  }
}
