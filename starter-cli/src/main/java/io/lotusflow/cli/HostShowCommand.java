package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.cli.HostOverview.Line;
import io.lotusflow.fleet.HostBook;
import io.lotusflow.fleet.HostClock;
import io.lotusflow.fleet.HostFacts;
import io.lotusflow.fleet.HostRecord;
import io.lotusflow.fleet.HostSteps;
import io.lotusflow.fleet.WorkerSigns;
import io.lotusflow.run.HostId;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Elapsed;
import io.lotusflow.watch.StepWords;
import io.temporal.client.schedules.ScheduleDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One host of the cluster: what it is, what it has in hand, what waits for it. */
@Command(name = "show")
final class HostShowCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", descriptionKey = "host-show-name")
  private Optional<String> name = Optional.empty();

  HostShowCommand(Session session) {
    this.session = session;
  }

  /** What the server says of one host besides what stands in the list of all. */
  private record Seen(
      Line line, Optional<Instant> lastHeard, List<HostSteps.Given> steps, List<String> schedules) {

    HostFacts facts() {
      return line.facts();
    }
  }

  @Override
  public Integer call() {
    try (Connection connection = session.connect()) {
      Seen host = look(connection);
      if (session.wantsText()) {
        tell(host);
      } else {
        session.out().println(RunsJson.text(json(host)));
      }
      return Exit.DONE;
    }
  }

  private Seen look(Connection connection) {
    Line line = find(connection);
    HostId id = line.facts().id();
    return new Seen(
        line,
        new WorkerSigns(connection, new HostClock(session.home())).lastHeard(id),
        new HostSteps(connection.client()).of(id),
        new ScheduleBook(connection.client())
            .all().stream()
                .filter(schedule -> ScheduleBook.plan(schedule).orElseThrow().isFor(id))
                .map(ScheduleDescription::getId)
                .toList());
  }

  private Line find(Connection connection) {
    String wanted = name.orElse(session.home().hostId());
    List<Line> all = HostOverview.ask(session, connection).hosts();
    List<HostRecord> called = HostBook.called(wanted, new HostBook(connection.client()).all());
    if (called.size() > 1) {
      throw session.complaint(Exit.USAGE, "host.two", wanted);
    }
    return called.stream()
        .findFirst()
        .flatMap(
            host -> all.stream().filter(line -> isSame(line.facts(), host.facts())).findFirst())
        .orElseThrow(() -> HostRemoveCommand.unknown(session, wanted));
  }

  private static boolean isSame(HostFacts one, HostFacts other) {
    return one.id().equals(other.id());
  }

  private void tell(Seen host) {
    HostText words = new HostText(session);
    HostFacts facts = host.facts();
    session.out().println("  " + words.head());
    words.lines(host.line()).forEach(session.out()::println);
    words.lotus(facts).forEach(session.out()::println);
    say("host.show.machine", facts.machine());
    say("host.show.queues", facts.id().taskQueue(), TaskQueues.WORKFLOWS);
    host.lastHeard().ifPresent(at -> say("host.show.heard", ago(at)));
    facts.clockAhead().ifPresent(by -> say("host.show.clock", HostClock.text(by)));
    steps(host.steps(), true, "host.show.works");
    steps(host.steps(), false, "host.show.waits");
    if (host.steps().isEmpty()) {
      say("host.show.idle");
    }
    if (!host.schedules().isEmpty()) {
      say("host.show.schedules", String.join(", ", host.schedules()));
    }
  }

  private void steps(List<HostSteps.Given> steps, boolean taken, String key) {
    StepWords words = new StepWords(session.language());
    steps.stream()
        .filter(step -> step.taken() == taken)
        .forEach(step -> say(key, step.workflowId(), words.label(step.type()), ago(step.since())));
  }

  private void say(String key, Object... arguments) {
    new HostText(session).indented(session.text(key, arguments)).forEach(session.out()::println);
  }

  private String ago(Instant at) {
    Duration since = Duration.between(at, new HostClock(session.home()).serverTime());
    return Elapsed.text(since.isNegative() ? Duration.ZERO : since);
  }

  private static ObjectNode json(Seen host) {
    ObjectNode json = HostText.json(host.line());
    json.put("queue", host.facts().id().taskQueue());
    host.lastHeard().ifPresent(at -> json.put("lastHeard", at.toString()));
    json.set("steps", RunsJson.MAPPER.valueToTree(host.steps()));
    json.set("schedules", RunsJson.MAPPER.valueToTree(host.schedules()));
    return json;
  }
}
