package io.lotusflow.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "abort")
final class RunAbortCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private RunChoice choice = new RunChoice();

  @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "no reason given")
  private String reason = "";

  @Option(names = "--detach")
  private boolean detach;

  RunAbortCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!new Confirmation(session).agreed("run.abort.ask")) {
      return Exit.CANCELLED;
    }
    int exit =
        new OperatorWord(session, choice).say("abort", attention -> Optional.of(reason), detach);
    return exit == Exit.CANCELLED ? Exit.DONE : exit;
  }
}
