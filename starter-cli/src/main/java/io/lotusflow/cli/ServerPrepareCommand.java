package io.lotusflow.cli;

import io.lotusflow.servermove.MoveRefused;
import io.lotusflow.servermove.ServerMove;
import io.lotusflow.temporal.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Gives a cluster the namespace and the search attributes that runs need. */
@Command(name = "prepare")
final class ServerPrepareCommand implements Callable<Integer> {

  private final Session session;

  ServerPrepareCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Connection connection = session.connect()) {
      if (!session.options().dryRun()) {
        boolean made = ServerMove.prepare(connection);
        session.say(made ? "server.made" : "server.prepared", connection.target().namespace());
      }
      new ServerFacts(session, connection).print();
      return Exit.DONE;
    } catch (MoveRefused refused) {
      throw MigrateServerCommand.complaint(session, refused);
    }
  }
}
