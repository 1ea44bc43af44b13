package io.lotusflow.cli;

import io.lotusflow.firewall.DialActivitiesImpl;
import io.lotusflow.firewall.DialPlan;
import io.lotusflow.firewall.DialWorkflowImpl;
import io.lotusflow.firewall.Dialled;
import io.lotusflow.firewall.Firewall;
import io.lotusflow.firewall.Listeners;
import io.lotusflow.firewall.PortCheck;
import io.lotusflow.firewall.WantedPort;
import io.lotusflow.host.HostNetwork;
import io.lotusflow.preflight.Finding;
import io.lotusflow.run.HostId;
import io.lotusflow.settings.Plans;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at the ports of the settings, from inside or, on another machine, from outside. */
@Command(name = "check")
final class NetworkCheckCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--host", paramLabel = "HOST")
  private Optional<String> host = Optional.empty();

  @Option(names = "--from", paramLabel = "HOST")
  private Optional<String> from = Optional.empty();

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  NetworkCheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    List<WantedPort> ports = WantedPorts.of(session, plans);
    PortCheck check = new PortCheck(plans.scope().language());
    return new Checklist(session)
        .tell(
            from.isPresent()
                ? fromAnother(plans, check, ports)
                : host.map(other -> fromHere(plans, check, other, ports))
                    .orElseGet(
                        () ->
                            check.fromInside(
                                ports,
                                new Listeners(),
                                Firewall.here(),
                                session.env().getOrDefault("SSH_CONNECTION", ""))));
  }

  private static List<Finding> fromHere(
      Plans plans, PortCheck check, String other, List<WantedPort> ports) {
    DialPlan plan = new DialPlan(plans.scope(), other, PortCheck.dialled(ports));
    return check.fromOutside(other, ports, new DialActivitiesImpl().dial(plan).answering());
  }

  /** A host of the cluster dials this one, or the one that was named. */
  private List<Finding> fromAnother(Plans plans, PortCheck check, List<WantedPort> ports) {
    HostId looking = new HostNames(session).id(from.orElseThrow());
    String address = host.orElseGet(this::own);
    DialPlan plan = new DialPlan(plans.on(looking).scope(), address, PortCheck.dialled(ports));
    Dialled seen =
        new OtherHost(session, looking)
            .ask("Dial", "dial", plan, DialWorkflowImpl.ANSWERS_WITHIN, Dialled.class);
    return check.fromOutside(address, ports, seen.answering());
  }

  /** As others reach it, if that is certain. */
  private String own() {
    List<String> addresses = HostNetwork.addresses();
    if (addresses.size() != 1) {
      throw session.complaint(Exit.USAGE, "network.check.which", String.join(", ", addresses));
    }
    return addresses.get(0);
  }
}
