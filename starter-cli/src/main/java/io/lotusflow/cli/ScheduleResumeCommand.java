package io.lotusflow.cli;

import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.temporal.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "resume")
final class ScheduleResumeCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private ScheduleChoice choice = new ScheduleChoice();

  ScheduleResumeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    MigrateServerCommand.requireNoMove(session);
    try (Connection connection = session.connect()) {
      ScheduleBook book = new ScheduleBook(connection.client());
      new Schedules(session, book).find(choice.id());
      book.handle(choice.id()).unpause(session.asked().by());
      session.say("schedule.resumed", choice.id());
      return Exit.DONE;
    }
  }
}
