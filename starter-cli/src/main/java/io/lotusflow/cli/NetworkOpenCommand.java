package io.lotusflow.cli;

import io.lotusflow.firewall.Firewall;
import io.lotusflow.firewall.Listeners;
import io.lotusflow.firewall.Opening;
import io.lotusflow.firewall.WantedPort;
import io.lotusflow.host.TcpPort;
import io.lotusflow.process.Command;
import io.lotusflow.process.CommandFailed;
import io.lotusflow.settings.Plans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Lets peers, and on request our own machines, through a firewall that is active. */
@picocli.CommandLine.Command(name = "open")
final class NetworkOpenCommand implements Callable<Integer> {

  private static final String NETWORK = "[0-9a-fA-F.:]+(/\\d{1,3})?";

  private final Session session;

  @Option(names = "--private-from", paramLabel = "CIDR", split = ",")
  private List<String> own = List.of();

  @Option(names = "--confirm-within", paramLabel = "SECONDS", defaultValue = "60")
  private int seconds = 60;

  @Option(names = "--keep")
  private boolean keep;

  @Option(names = "--take-back")
  private boolean back;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  NetworkOpenCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Opening opening = new Opening(session.home().folder());
    if (keep) {
      return kept(opening);
    }
    if (back) {
      opening.takeBackAll();
      session.say("network.taken-back");
      return Exit.DONE;
    }
    if (opening.isWaiting()) {
      throw session.complaint(Exit.REFUSED, "network.waiting");
    }
    return open(opening);
  }

  private int kept(Opening opening) {
    if (!opening.keep()) {
      throw session.complaint(Exit.REFUSED, "network.too-late");
    }
    session.say("network.kept");
    return Exit.DONE;
  }

  private int open(Opening opening) {
    own.stream()
        .filter(network -> !network.matches(NETWORK))
        .findFirst()
        .ifPresent(
            wrong -> {
              throw session.complaint(Exit.USAGE, "network.not-network", wrong);
            });
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    Firewall firewall = Firewall.here();
    switch (firewall.kind()) {
      case NONE -> {
        session.say("network.no-firewall");
        return Exit.DONE;
      }
      case UNKNOWN -> throw session.complaint(Exit.REFUSED, "network.unknown");
      case IPTABLES -> throw session.complaint(Exit.REFUSED, "network.iptables");
      case UFW, NFTABLES -> {
        return add(opening, firewall, rules(opening, firewall, WantedPorts.of(session, plans)));
      }
    }
    throw new AssertionError(firewall.kind());
  }

  private List<Command> rules(Opening opening, Firewall firewall, List<WantedPort> ports) {
    List<Command> rules = new ArrayList<>();
    for (WantedPort port : ports) {
      if (port.isPublic() && !firewall.letsIn(port)) {
        rules.addAll(firewall.opening(port, "", opening.mark()));
      } else if (!port.isPublic()) {
        // One that is there is not ours, and would go when ours are taken back.
        own.stream()
            .filter(network -> !firewall.has(port, network))
            .forEach(network -> rules.addAll(firewall.opening(port, network, opening.mark())));
      }
    }
    return rules;
  }

  private int add(Opening opening, Firewall firewall, List<Command> rules) {
    rules.forEach(session.out()::println);
    session.out().flush();
    if (rules.isEmpty()) {
      session.say("network.open-already", firewall.kind());
      return Exit.DONE;
    }
    if (session.options().dryRun()) {
      return Exit.DONE;
    }
    if (!new Confirmation(session).given("network.ask")) {
      throw session.complaint(Exit.REFUSED, "network.not-asked");
    }
    Set<Integer> ssh = answering();
    try {
      opening.add(rules, Duration.ofSeconds(seconds));
    } catch (CommandFailed failed) {
      opening.takeBack();
      throw new Complaint(
          Exit.FAILED,
          session.text("network.failed"),
          failed.getMessage(),
          session.text("network.failed.todo"));
    }
    if (!answering().containsAll(ssh)) {
      opening.takeBack();
      throw session.complaint(Exit.FAILED, "network.ssh-gone", shown(ssh));
    }
    session.say("network.added", rules.size(), seconds, shown(ssh));
    // "Yes" given beforehand cannot know whether anybody still gets in.
    if (!session.options().yes() && new Confirmation(session).given("network.keep.ask")) {
      return kept(opening);
    }
    return Exit.DONE;
  }

  /** Ports of ssh that take connections now. */
  private Set<Integer> answering() {
    return new Listeners()
        .ssh(session.env().getOrDefault("SSH_CONNECTION", "")).stream()
            .filter(port -> TcpPort.answers("127.0.0.1", port))
            .collect(Collectors.toSet());
  }

  private static String shown(Set<Integer> ports) {
    return ports.isEmpty()
        ? "-"
        : ports.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
