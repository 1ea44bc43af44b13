package io.lotusflow.preflight;

import io.lotusflow.host.TcpPort;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.node.DaemonPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the ports of the plan are free, or held by the very node that it is about. */
final class Ports {
  private static final Pattern TCP = Pattern.compile("/tcp/(\\d+)");

  private final Words words;

  Ports(Words words) {
    this.words = words;
  }

  List<Finding> look(InstallPlan plan) {
    List<Finding> findings = new ArrayList<>();
    plan.daemon()
        .ifPresent(
            daemon -> {
              findings.add(port(daemon.api().address(), "[daemon] api", daemon.repo()));
              listening(daemon)
                  .forEach(
                      address ->
                          findings.add(port(address, "[daemon] libp2p_listen", daemon.repo())));
            });
    plan.miner()
        .ifPresent(miner -> findings.add(port(miner.api().address(), "[miner] api", miner.repo())));
    return findings;
  }

  private static List<String> listening(DaemonPlan daemon) {
    return daemon.libp2pListen().stream()
        .filter(address -> TCP.matcher(address).find() && !address.contains("/tcp/0"))
        .toList();
  }

  /** A Lotus that runs keeps its address in the file {@code api} of its repository. */
  private Finding port(String address, String setting, String repo) {
    Matcher tcp = TCP.matcher(address);
    if (!tcp.find()) {
      return words.ok("ports", address);
    }
    int port = Integer.parseInt(tcp.group(1));
    if (TcpPort.isFree(port)) {
      return words.ok("ports", setting + " " + port);
    }
    return Files.exists(Path.of(repo, "api"))
        ? words.ok("ports", setting + " " + port + " = " + repo)
        : words.refuse("ports", "ports.taken", port, setting);
  }
}
