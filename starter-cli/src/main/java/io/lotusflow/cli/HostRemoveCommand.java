package io.lotusflow.cli;

import io.lotusflow.fleet.HostBook;
import io.lotusflow.fleet.HostFacts;
import io.lotusflow.fleet.HostRecord;
import io.lotusflow.fleet.HostRemoval;
import io.lotusflow.run.HostId;
import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.temporal.Connection;
import io.temporal.client.schedules.ScheduleDescription;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A host that is gone for good: what waits for it parks, and nobody waits for it any more. */
@Command(name = "remove")
final class HostRemoveCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "host-name")
  private String name = "";

  @Option(names = "--now")
  private boolean now;

  HostRemoveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Connection connection = session.connect()) {
      HostFacts host =
          new HostBook(connection.client())
              .find(name)
              .map(HostRecord::facts)
              .orElseThrow(() -> unknown(session, name));
      HostWorkers workers = new HostWorkers(session, connection);
      workers.requireNoOlder();
      if (!now && workers.anyFor(host.id())) {
        throw session.complaint(Exit.REFUSED, "host.remove.lives", host.name());
      }
      if (session.options().dryRun()) {
        session.say("host.remove.would", host.name(), host.id());
        return Exit.DONE;
      }
      new HostRemoval(connection.client()).remove(host.id(), host.name());
      session.say("host.remove.done", host.name(), host.id());
      tellOfSchedules(connection, host.id());
      return Exit.DONE;
    }
  }

  /** What they start would park. */
  private void tellOfSchedules(Connection connection, HostId host) {
    String ids =
        new ScheduleBook(connection.client())
            .all().stream()
                .filter(schedule -> ScheduleBook.plan(schedule).orElseThrow().isFor(host))
                .map(ScheduleDescription::getId)
                .collect(Collectors.joining(", "));
    if (!ids.isEmpty()) {
      session.say("host.remove.schedules", ids);
    }
  }

  static Complaint unknown(Session session, String name) {
    return session.complaint(Exit.USAGE, "host.unknown", name);
  }
}
