package io.lotusflow.cli;

import io.lotusflow.temporal.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Whether Temporal lets us in, and has what runs need. Changes nothing. */
@Command(name = "check")
final class ServerCheckCommand implements Callable<Integer> {

  private final Session session;

  ServerCheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Connection connection = session.connect()) {
      connection.requireNamespace();
      return new ServerFacts(session, connection).print() ? Exit.DONE : Exit.FAILED;
    }
  }
}
