package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lotusflow.cli.HostOverview.Line;
import io.lotusflow.temporal.Connection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Every host of the cluster, also those that are away. */
@Command(name = "list")
final class HostListCommand implements Callable<Integer> {

  private final Session session;

  HostListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Connection connection = session.connect()) {
      List<Line> hosts = HostOverview.ask(session, connection).hosts();
      switch (session.options().output()) {
        case text -> table(hosts);
        case json -> {
          ArrayNode array = RunsJson.MAPPER.createArrayNode();
          hosts.forEach(host -> array.add(HostText.json(host)));
          session.out().println(RunsJson.text(array));
        }
        case jsonl ->
            hosts.forEach(host -> session.out().println(RunsJson.text(HostText.json(host))));
      }
      return Exit.DONE;
    }
  }

  private void table(List<Line> hosts) {
    if (hosts.isEmpty()) {
      session.say("host.none");
      return;
    }
    HostText words = new HostText(session);
    session.out().println("  " + words.head());
    for (Line host : hosts) {
      words.lines(host).forEach(session.out()::println);
      words.lotus(host.facts()).forEach(session.out()::println);
    }
  }
}
