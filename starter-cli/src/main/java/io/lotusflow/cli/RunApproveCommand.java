package io.lotusflow.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "approve")
final class RunApproveCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private RunChoice choice = new RunChoice();

  @Option(names = "--detach")
  private boolean detach;

  RunApproveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new OperatorWord(session, choice)
        .say("approve", attention -> Optional.of(attention.step()), detach);
  }
}
