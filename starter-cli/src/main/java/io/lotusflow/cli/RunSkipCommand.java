package io.lotusflow.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "skip")
final class RunSkipCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private RunChoice choice = new RunChoice();

  @Parameters(index = "1", paramLabel = "STEP", descriptionKey = "skip-step")
  private String step;

  @Option(names = "--detach")
  private boolean detach;

  RunSkipCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new OperatorWord(session, choice).say("skip", attention -> Optional.of(step), detach);
  }
}
