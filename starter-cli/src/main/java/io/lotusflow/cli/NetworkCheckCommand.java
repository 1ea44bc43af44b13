package io.lotusflow.cli;

import io.lotusflow.firewall.Firewall;
import io.lotusflow.firewall.Listeners;
import io.lotusflow.firewall.PortCheck;
import io.lotusflow.firewall.WantedPort;
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
            host.map(other -> check.fromOutside(other, ports))
                .orElseGet(
                    () ->
                        check.fromInside(
                            ports,
                            new Listeners(),
                            Firewall.here(),
                            session.env().getOrDefault("SSH_CONNECTION", ""))));
  }
}
