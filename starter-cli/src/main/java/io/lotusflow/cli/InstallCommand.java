package io.lotusflow.cli;

import io.lotusflow.install.InstallPlan;
import io.lotusflow.install.InstallWorkflow;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "install")
final class InstallCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  @Option(names = "--detach")
  private boolean detach;

  InstallCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Planning planning = new Planning(session);
    InstallPlan plan = (rehearsal ? planning.rehearsal() : planning.plans()).install();
    return new Launch(session).run(new Procedure("install", InstallWorkflow.class, plan), detach);
  }
}
