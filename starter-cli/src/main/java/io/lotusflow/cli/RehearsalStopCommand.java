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
    Rehearsal network = Rehearsal.at(session.home().rehearsal());
    if (!network.exists()) {
      session.say("rehearsal.remove.nothing", network.folder());
      return Exit.DONE;
    }
    new RehearsalRuns(session).cancel();
    new RehearsalServices(session).uninstall();
    network.stop();
    session.say("rehearsal.stopped");
    return Exit.DONE;
  }
}
