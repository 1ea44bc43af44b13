package io.lotusflow.cli;

import io.lotusflow.fleet.WaitingRuns;
import io.lotusflow.run.HostAway;
import io.lotusflow.run.ReceiptFiles;
import io.lotusflow.run.ReceiptPage;
import io.lotusflow.run.RunReceipt;
import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Histories;
import io.lotusflow.watch.RunTable;
import io.lotusflow.watch.RunView;
import io.lotusflow.watch.StepWords;
import io.lotusflow.watch.Stuck;
import io.lotusflow.watch.StuckWorkflows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "show")
final class RunShowCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private RunChoice choice = new RunChoice();

  RunShowCommand(Session session) {
    this.session = session;
  }

  /** Succeeds whenever the run could be shown, however it stands. */
  @Override
  public Integer call() {
    try (Connection connection = session.connect()) {
      Histories histories = new Histories(connection.client());
      RunView run = histories.read(choice.choose(session, connection));
      if (session.wantsText()) {
        table(run);
        awaited(connection, run);
      }
      List<Stuck> stuck =
          run.open() ? new StuckWorkflows(connection.client()).of(run.id()) : List.of();
      new Outcome(session).tell(run, stuck);
      if (session.wantsText()) {
        receipt(run);
        session.out().println(session.text("run.show.logs", run.id(), session.home().jobs()));
      }
      return Exit.DONE;
    }
  }

  /** A host whose worker is away holds the run up; nobody has to do anything about the run. */
  private void awaited(Connection connection, RunView run) {
    if (!run.open()) {
      return;
    }
    Optional.ofNullable(new WaitingRuns(connection.client()).byRun().get(run.id()))
        .ifPresent(waiting -> session.out().println(awaited(waiting)));
  }

  private String awaited(WaitingRuns.Waiting waiting) {
    HostAway host = waiting.host();
    String since = host.since().map(Instant::toString).orElse("");
    return waiting
        .behind()
        .map(run -> session.text("run.show.waits.behind", host.name(), since, run))
        .orElseGet(() -> session.text("run.show.waits", host.name(), since));
  }

  /** From the history, as the worker writes it: so it can be shown on any host. */
  private void receipt(RunView run) {
    if (run.open() || run.dryRun()) {
      return;
    }
    ReceiptPage page =
        new ReceiptPage(new RunReceipt(run), session.language(), ZoneId.systemDefault());
    session.out().println(session.text("run.show.receipt"));
    page.facts().forEach(fact -> session.out().println("  " + fact));
    List<String> undo = page.undo();
    if (!undo.isEmpty()) {
      session.out().println(session.text("run.show.undo"));
      undo.forEach(line -> session.out().println("  " + line));
    }
    Path file = new ReceiptFiles(session.home().receipts()).page(run.id(), run.runId());
    if (Files.exists(file)) {
      session.out().println(session.text("run.show.page", file));
    }
  }

  private void table(RunView run) {
    int columns = session.screen().size().columns();
    session
        .out()
        .println(
            session.text("run.show.head", run.id(), run.started().truncatedTo(ChronoUnit.SECONDS)));
    new RunTable(new StepWords(session.language()), session.outPaint(), columns)
        .lines(run, Instant.now())
        .forEach(session.out()::println);
    session.out().flush();
  }
}
