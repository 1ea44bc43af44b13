package io.lotusflow.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "down")
final class DownCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--service")
  private boolean service;

  DownCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Supervision.Answer answer =
        new Supervision(session).run(service ? List.of("service", "uninstall") : List.of("down"));
    if (answer.exit() != 0) {
      throw new Complaint(answer.exit(), session.text("down.failed"), answer.refusal(), "");
    }
    if (service) {
      session.say("down.service");
      return Exit.DONE;
    }
    session.out().println(session.wantsText() ? session.text("down.done") : answer.json());
    return Exit.DONE;
  }
}
