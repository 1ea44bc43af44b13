package io.lotusflow.firewall;

import io.lotusflow.firewall.Listeners.Listener;
import io.lotusflow.host.TcpPort;
import io.lotusflow.messages.Language;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Compares what should get through with what does; only reads. */
public final class PortCheck {
  private final Words words;

  public PortCheck(Language language) {
    this.words = new Words(language, "firewall");
  }

  /**
   * On the machine itself.
   *
   * @param sshConnection the variable of that name; empty if there is none
   */
  public List<Finding> fromInside(
      List<WantedPort> ports, Listeners listeners, Firewall firewall, String sshConnection) {
    List<Finding> findings = new ArrayList<>();
    findings.add(kind(firewall));
    Set<Integer> ssh = listeners.ssh(sshConnection);
    findings.add(words.ok("ssh", ssh.isEmpty() ? "-" : ssh.toString()));
    for (WantedPort port : ports) {
      findings.add(inside(port, listeners.at(port), firewall));
    }
    return findings;
  }

  private Finding kind(Firewall firewall) {
    return switch (firewall.kind()) {
      case NONE, UFW, NFTABLES ->
          words.ok("firewall", firewall.kind().name().toLowerCase(Locale.ROOT));
      case IPTABLES -> words.warning("firewall", "firewall.iptables");
      case UNKNOWN -> words.warning("firewall", "firewall.unknown");
    };
  }

  private Finding inside(WantedPort port, Optional<Listener> listener, Firewall firewall) {
    if (listener.isEmpty()) {
      return words.warning("port", "port.silent", port.use(), port.port(), port.transport());
    }
    boolean open = firewall.letsIn(port);
    if (port.isPublic()) {
      if (listener.get().loopback()) {
        return words.warning("port", "port.loopback", port.use(), port.port(), port.transport());
      }
      return open
          ? words.ok("port", port.use(), port.port(), port.transport())
          : words.warning("port", "port.closed", port.use(), port.port(), port.transport());
    }
    return listener.get().everywhere() && open
        ? words.warning("port", "port.exposed", port.use(), port.port(), port.transport())
        : words.ok("port", port.use(), port.port(), port.transport());
  }

  /**
   * From another machine, whose settings name the same ports: only a connection tells.
   *
   * @param host that has the ports
   */
  public List<Finding> fromOutside(String host, List<WantedPort> ports) {
    List<Finding> findings = new ArrayList<>();
    for (WantedPort port : ports) {
      if (!port.udp()) {
        findings.add(outside(host, port));
      }
    }
    return findings;
  }

  private Finding outside(String host, WantedPort port) {
    boolean answers = TcpPort.answers(host, port.port());
    if (port.isPublic()) {
      return answers
          ? words.ok("reach", host, port.port(), port.use())
          : words.warning("reach", "reach.closed", host, port.port(), port.use());
    }
    return answers
        ? words.finding(Finding.Level.OK, "reach", "reach.private", host, port.port(), port.use())
        : words.ok("reach-closed", host, port.port(), port.use());
  }
}
