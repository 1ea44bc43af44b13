package io.lotusflow.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.firewall.Firewall.Kind;
import io.lotusflow.firewall.WantedPort.Use;
import io.lotusflow.host.TcpPort;
import io.lotusflow.messages.Language;
import io.lotusflow.preflight.Finding;
import io.lotusflow.process.Command;
import io.lotusflow.process.Programs;
import io.lotusflow.service.SystemdLab;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is tried in a network of its own; see {@link FirewallTest}. */
final class FirewallScenarios {
  private static final WantedPort PEERS = new WantedPort(Use.PEERS, 24001, false);
  private static final WantedPort API = new WantedPort(Use.DAEMON_API, 1234, false);
  private static final int SSH = 2222;
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Path folder;
  private final List<ServerSocket> servers = new ArrayList<>();

  private FirewallScenarios(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) {
    FirewallScenarios scenarios = new FirewallScenarios(Path.of(arguments[1]));
    SystemdLab.exitAfter(
        () -> {
          switch (arguments[0]) {
            case "taken-back" -> scenarios.takenBack();
            case "dead" -> scenarios.dead();
            case "add-and-die" -> scenarios.addAndDie();
            case "kept" -> scenarios.kept();
            case "ufw" -> scenarios.ufw();
            case "inactive" -> scenarios.inactive();
            case "private" -> scenarios.ownMachines();
            default -> throw new IllegalArgumentException(arguments[0]);
          }
        });
  }

  /** A machine that lets nobody in but by ssh, and listens on three ports. */
  private void begin() throws Exception {
    run("ip", "link", "set", "lo", "up");
    run("ip", "address", "add", "10.7.0.1/24", "dev", "lo");
    run("ip", "address", "add", "10.8.0.1/24", "dev", "lo");
    run("nft", "add", "table", "inet", "filter");
    run(
        "nft",
        "add",
        "chain",
        "inet",
        "filter",
        "input",
        "{ type filter hook input priority 0; policy drop; }");
    run("nft", "add", "rule", "inet", "filter", "input", "ct", "state", "established", "accept");
    run("nft", "add", "rule", "inet", "filter", "input", "tcp", "dport", "2222", "accept");
    for (int port : List.of(PEERS.port(), API.port(), SSH)) {
      servers.add(new ServerSocket(port, 50, InetAddress.getByName("0.0.0.0")));
    }
    assertThat(answers(PEERS.port())).isFalse();
    assertThat(answers(SSH)).isTrue();
  }

  private static boolean answers(int port) {
    return TcpPort.answers("127.0.0.1", port);
  }

  private static boolean answersFrom(String source, int port) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(source, 0));
      socket.connect(new InetSocketAddress("10.7.0.1", port), 700);
      return true;
    } catch (IOException dropped) {
      return false;
    }
  }

  private static String run(String... argv) {
    return new Programs().run(Command.of(Duration.ofSeconds(10), argv)).stdout();
  }

  private static String rules() {
    return run("nft", "list", "ruleset");
  }

  private void takenBack() throws Exception {
    begin();
    String before = rules();
    Firewall firewall = Firewall.here();
    assertThat(firewall.kind()).isEqualTo(Kind.NFTABLES);
    assertThat(levels(firewall)).contains(Finding.Level.WARNING);
    Opening opening = new Opening(folder);

    opening.add(firewall.opening(PEERS, "", opening.mark()), SOON);

    assertThat(opening.isWaiting()).isTrue();
    assertThat(answers(PEERS.port())).isTrue();
    assertThat(answers(SSH)).isTrue();
    assertThat(Firewall.here().letsIn(PEERS)).isTrue();
    await().atMost(LONG).until(() -> rules().equals(before));
    assertThat(answers(PEERS.port())).isFalse();
    assertThat(answers(SSH)).isTrue();
    await().atMost(LONG).until(() -> !opening.isWaiting());
    assertThat(opening.keep()).isFalse();
  }

  private List<Finding.Level> levels(Firewall firewall) {
    return new PortCheck(Language.ENGLISH)
        .fromInside(List.of(PEERS), new Listeners(), firewall, "").stream()
            .map(Finding::level)
            .toList();
  }

  private void addAndDie() {
    Opening opening = new Opening(folder);
    opening.add(Firewall.here().opening(PEERS, "", opening.mark()), SOON);
    Runtime.getRuntime().halt(0);
  }

  private void dead() throws Exception {
    begin();
    String before = rules();
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                SystemdLab.classPath(),
                FirewallScenarios.class.getName(),
                "add-and-die",
                folder.toString())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(exit).isZero();
    assertThat(rules()).isNotEqualTo(before);
    await().atMost(LONG).until(() -> rules().equals(before));
  }

  private void kept() throws Exception {
    begin();
    String before = rules();
    Opening opening = new Opening(folder);
    opening.add(Firewall.here().opening(PEERS, "", opening.mark()), SOON);
    assertThat(opening.keep()).isTrue();
    await().atMost(LONG).until(() -> !opening.isWaiting());
    assertThat(answers(PEERS.port())).isTrue();
    String kept = rules();

    Opening another = another();
    another.add(Firewall.here().opening(API, "10.7.0.0/24", another.mark()), SOON);
    assertThat(rules()).isNotEqualTo(kept);
    await().atMost(LONG).until(() -> rules().equals(kept));

    Opening third = another();
    third.add(Firewall.here().opening(API, "10.7.0.0/24", third.mark()), LONG);
    third.takeBack();

    assertThat(third.isWaiting()).isFalse();
    assertThat(rules()).isEqualTo(kept);

    third.takeBackAll();
    assertThat(rules()).isEqualTo(before);
    assertThat(answers(SSH)).isTrue();
  }

  /** Marks are told apart by the second. */
  private Opening another() {
    String first = new Opening(folder).mark();
    await().atMost(LONG).until(() -> !new Opening(folder).mark().equals(first));
    return new Opening(folder);
  }

  private void inactive() throws Exception {
    begin();
    run("nft", "flush", "ruleset");
    run("nft", "add", "table", "inet", "filter");
    run(
        "nft",
        "add",
        "chain",
        "inet",
        "filter",
        "input",
        "{ type filter hook input priority 0; policy accept; }");
    run(
        "nft",
        "add",
        "chain",
        "inet",
        "filter",
        "forward",
        "{ type filter hook forward priority 0; policy drop; }");
    String before = rules();
    Firewall firewall = Firewall.here();
    assertThat(firewall.kind()).isEqualTo(Kind.NONE);
    assertThat(firewall.opening(PEERS, "", "lotusflow-1")).isEmpty();
    assertThat(rules()).isEqualTo(before);
  }

  /** One that only writes down what it is told, seen by nobody but these processes. */
  private void ufw() throws Exception {
    run("mount", "-t", "tmpfs", "tmpfs", "/usr/local/sbin");
    Path told = folder.resolve("told");
    Path ufw = Path.of("/usr/local/sbin/ufw");
    Files.writeString(
        ufw,
        "#!/bin/sh\n[ \"$1\" = status ] && echo 'Status: active' && exit\necho \"$*\" >>"
            + told
            + '\n');
    assertThat(ufw.toFile().setExecutable(true)).isTrue();
    Firewall firewall = Firewall.here();
    assertThat(firewall.kind()).isEqualTo(Kind.UFW);
    Opening opening = new Opening(folder);
    opening.add(firewall.opening(PEERS, "", opening.mark()), SOON);
    String rule = "allow proto tcp from any to any port 24001";
    assertThat(told).hasContent(rule + " comment " + opening.mark());
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(told)
                    .hasContent(rule + " comment " + opening.mark() + "\n--force delete " + rule));
  }

  private void ownMachines() throws Exception {
    begin();
    Opening opening = new Opening(folder);
    opening.add(Firewall.here().opening(API, "10.7.0.0/24", opening.mark()), LONG);
    assertThat(answersFrom("10.7.0.1", API.port())).isTrue();
    assertThat(answersFrom("10.8.0.1", API.port())).isFalse();
    opening.takeBack();
    assertThat(answersFrom("10.7.0.1", API.port())).isFalse();
  }
}
