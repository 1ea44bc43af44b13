package io.lotusflow.cli;

import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.temporal.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A run that it started goes on. */
@Command(name = "delete")
final class ScheduleDeleteCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private ScheduleChoice choice = new ScheduleChoice();

  ScheduleDeleteCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    MigrateServerCommand.requireNoMove(session);
    try (Connection connection = session.connect()) {
      ScheduleBook book = new ScheduleBook(connection.client());
      new Schedules(session, book).find(choice.id());
      if (!new Confirmation(session).agreed("schedule.delete.ask", choice.id())) {
        return Exit.CANCELLED;
      }
      book.handle(choice.id()).delete();
      session.say("schedule.deleted", choice.id());
      return Exit.DONE;
    }
  }
}
