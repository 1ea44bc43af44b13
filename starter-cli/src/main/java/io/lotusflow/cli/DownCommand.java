package io.lotusflow.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "down")
final class DownCommand implements Callable<Integer> {

  private final Session session;

  DownCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Supervision.Answer answer = new Supervision(session).run(List.of("down"));
    if (answer.exit() != 0) {
      throw new Complaint(answer.exit(), session.text("down.failed"), answer.refusal(), "");
    }
    session.out().println(session.wantsText() ? session.text("down.done") : answer.json());
    return Exit.DONE;
  }
}
