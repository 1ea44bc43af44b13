package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.service.ServiceActivitiesImpl;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceStatus;
import io.lotusflow.settings.Plans;
import io.lotusflow.watch.Elapsed;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at the services of this host itself, so it answers when no worker is up. */
@Command(name = "status")
final class ServiceStatusCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  ServiceStatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    ServiceActivitiesImpl services = new ServiceActivitiesImpl(session.home());
    new KnownServices(session, plans).all().forEach(plan -> tell(plan, services.status(plan)));
    return Exit.DONE;
  }

  private void tell(ServicePlan plan, ServiceStatus status) {
    String name = plan.unit().name();
    if (!session.wantsText()) {
      ObjectNode json = RunsJson.MAPPER.valueToTree(status);
      json.remove("receipt");
      session.out().println(RunsJson.text(json.put("name", name)));
      return;
    }
    String since =
        status
            .since()
            .map(began -> Elapsed.text(Duration.between(began, Instant.now())))
            .orElse("?");
    session
        .out()
        .println(
            session.text("service." + key(status), name, status.pid(), since, status.restarts()));
  }

  private static String key(ServiceStatus status) {
    return status.running() ? "running" : status.installed() ? "stopped" : "absent";
  }
}
