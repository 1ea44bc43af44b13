package io.lotusflow.cli;

import io.lotusflow.rehearsal.Rehearsal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "stop")
final class RehearsalStopCommand implements Callable<Integer> {

  private final Session session;

  RehearsalStopCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    new RehearsalRuns(session).cancel();
    new RehearsalServices(session).uninstall();
    Rehearsal.at(session.home().rehearsal()).stop();
    session.say("rehearsal.stopped");
    return Exit.DONE;
  }
}
