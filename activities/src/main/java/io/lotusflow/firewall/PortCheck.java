package io.lotusflow.firewall;

import io.lotusflow.firewall.Listeners.Listener;
import io.lotusflow.messages.Language;
import io.lotusflow.preflight.Finding;
import io.lotusflow.preflight.Words;
import java.util.ArrayList;
import java.util.Collection;
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
   * @param answering those of {@link #dialled} that took a connection from there
   */
  public List<Finding> fromOutside(
      String host, List<WantedPort> ports, Collection<Integer> answering) {
    return ports.stream()
        .filter(port -> !port.udp())
        .map(port -> outside(host, port, answering.contains(port.port())))
        .toList();
  }

  /** What can be dialled: no answer over UDP says nothing. */
  public static List<Integer> dialled(List<WantedPort> ports) {
    return ports.stream().filter(port -> !port.udp()).map(WantedPort::port).distinct().toList();
  }

  private Finding outside(String host, WantedPort port, boolean answers) {
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
