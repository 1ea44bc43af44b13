package io.lotusflow.cli;

import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.schedule.ScheduledPlan;
import io.lotusflow.temporal.Connection;
import io.temporal.client.schedules.ScheduleDescription;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** As the server will do it, jitter included. */
@Command(name = "next")
final class ScheduleNextCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private ScheduleChoice choice = new ScheduleChoice();

  @Option(names = "--limit", paramLabel = "N", defaultValue = "5")
  private int limit = 5;

  ScheduleNextCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Connection connection = session.connect()) {
      ScheduleDescription schedule =
          new Schedules(session, new ScheduleBook(connection.client())).find(choice.id());
      ScheduledPlan plan = ScheduleBook.plan(schedule).orElseThrow();
      List<Instant> next = schedule.getInfo().getNextActionTimes().stream().limit(limit).toList();
      if (session.wantsText()) {
        ScheduleWords words = new ScheduleWords(session);
        next.forEach(at -> session.out().println(words.time(at, plan.timing().zone())));
      } else {
        session.out().println(ScheduleJson.created(plan, next));
      }
      if (schedule.getSchedule().getState().isPaused()) {
        session.say("schedule.still-paused", plan.schedule());
      }
      return Exit.DONE;
    }
  }
}
