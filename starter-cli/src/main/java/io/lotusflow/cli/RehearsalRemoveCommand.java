package io.lotusflow.cli;

import io.lotusflow.benchmark.Benchmarks;
import io.lotusflow.rehearsal.Rehearsal;
import io.lotusflow.sealworker.SealWorkers;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "remove")
final class RehearsalRemoveCommand implements Callable<Integer> {

  private final Session session;

  RehearsalRemoveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path folder = session.home().rehearsal();
    Rehearsal network = Rehearsal.at(folder);
    if (!network.exists()) {
      session.say("rehearsal.remove.nothing", folder);
      return Exit.DONE;
    }
    if (!new Confirmation(session).agreed("rehearsal.remove.ask", folder)) {
      return Exit.CANCELLED;
    }
    new RehearsalRuns(session).cancel();
    new RehearsalServices(session).uninstall();
    network.remove();
    new SealWorkers(session.home().sealWorkers()).forget(Rehearsal.NODE);
    WorkerHosts others = new WorkerHosts(session, Rehearsal.NODE);
    others.names().forEach(others::forget);
    new Benchmarks(session.home().benchmarks()).forget(Rehearsal.NODE);
    session.say("rehearsal.removed", folder);
    return Exit.DONE;
  }
}
