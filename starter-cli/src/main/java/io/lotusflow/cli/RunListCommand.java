package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lotusflow.messages.Messages;
import io.lotusflow.run.Skipped;
import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Columns;
import io.lotusflow.watch.Elapsed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list")
final class RunListCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--open")
  private boolean open;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "30")
  private int limit = 30;

  RunListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Connection connection = session.connect()) {
      Runs runs = new Runs(connection.client());
      List<Runs.Listed> listed = open ? runs.open() : runs.all(limit);
      switch (session.options().output()) {
        case text -> table(listed);
        case json -> {
          ArrayNode array = RunsJson.MAPPER.createArrayNode();
          listed.forEach(run -> array.add(RunsJson.node(run)));
          session.out().println(RunsJson.text(array));
        }
        case jsonl ->
            listed.forEach(run -> session.out().println(RunsJson.text(RunsJson.node(run))));
      }
      return Exit.DONE;
    }
  }

  private void table(List<Runs.Listed> runs) {
    if (runs.isEmpty()) {
      session.say("run.list.none");
      return;
    }
    session
        .out()
        .println(
            line(
                session.text("run.list.id"),
                session.text("run.list.status"),
                session.text("run.list.began"),
                session.text("run.list.took")));
    runs.forEach(run -> session.out().println(row(run)));
  }

  private String row(Runs.Listed run) {
    String status =
        run.skipped().isPresent()
            ? "skipped"
            : run.attention().isEmpty() ? run.status() : run.attention();
    Duration took = Duration.between(run.started(), run.closed().orElseGet(Instant::now));
    return line(
            run.id(),
            session.text("run.status." + status),
            run.started().toString().substring(0, 19).replace('T', ' '),
            Elapsed.text(took))
        + run.skipped().map(why -> "  " + skipped(why)).orElse("");
  }

  private String skipped(Skipped why) {
    return Messages.in(session.language(), "skips")
        .text(why.why().name(), why.arguments().toArray());
  }

  private static String line(String id, String status, String began, String took) {
    return (Columns.fit(status, 14)
            + "  "
            + began
            + " ".repeat(Math.max(0, 19 - Columns.width(began)))
            + ' '
            + Columns.right(took, 8)
            + "  "
            + id)
        .stripTrailing();
  }
}
