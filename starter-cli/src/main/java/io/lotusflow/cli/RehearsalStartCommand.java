package io.lotusflow.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "start")
final class RehearsalStartCommand implements Callable<Integer> {

  private final Session session;

  RehearsalStartCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.out().println(new Planning(session).rehearsalSettings());
    session.say("rehearsal.started");
    return Exit.DONE;
  }
}
