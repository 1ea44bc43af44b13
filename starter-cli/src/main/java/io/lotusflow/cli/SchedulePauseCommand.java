package io.lotusflow.cli;

import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.temporal.Connection;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "pause")
final class SchedulePauseCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private ScheduleChoice choice = new ScheduleChoice();

  @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "")
  private String reason = "";

  SchedulePauseCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    MigrateServerCommand.requireNoMove(session);
    try (Connection connection = session.connect()) {
      ScheduleBook book = new ScheduleBook(connection.client());
      new Schedules(session, book).find(choice.id());
      String why = session.asked().by() + (reason.isEmpty() ? "" : ": " + reason);
      book.handle(choice.id()).pause(why);
      Instant until = Instant.now().plus(retention(connection));
      session.say("schedule.is-paused", choice.id(), new ScheduleWords(session).here(until));
      return Exit.DONE;
    }
  }

  /** A schedule that was paused for longer is deleted by the server when it is resumed. */
  private static Duration retention(Connection connection) {
    return Duration.ofSeconds(
        connection
            .stubs()
            .blockingStub()
            .describeNamespace(
                DescribeNamespaceRequest.newBuilder()
                    .setNamespace(connection.target().namespace())
                    .build())
            .getConfig()
            .getWorkflowExecutionRetentionTtl()
            .getSeconds());
  }
}
