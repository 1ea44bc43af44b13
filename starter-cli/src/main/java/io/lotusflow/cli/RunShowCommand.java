package io.lotusflow.cli;

import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Histories;
import io.lotusflow.watch.RunTable;
import io.lotusflow.watch.RunView;
import io.lotusflow.watch.StepWords;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
      }
      new Outcome(session).tell(run);
      if (session.wantsText()) {
        session.out().println(session.text("run.show.logs", run.id(), session.home().jobs()));
      }
      return Exit.DONE;
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
