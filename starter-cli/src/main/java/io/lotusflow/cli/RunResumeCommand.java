package io.lotusflow.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "resume")
final class RunResumeCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private RunChoice choice = new RunChoice();

  @Option(names = "--detach")
  private boolean detach;

  RunResumeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new OperatorWord(session, choice).say("resume", attention -> Optional.empty(), detach);
  }
}
