package io.lotusflow.cli;

import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Histories;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "watch")
final class RunWatchCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private RunChoice choice = new RunChoice();

  RunWatchCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Connection connection = session.connect()) {
      return new Following(session, new Histories(connection.client()))
          .follow(choice.choose(session, connection));
    }
  }
}
