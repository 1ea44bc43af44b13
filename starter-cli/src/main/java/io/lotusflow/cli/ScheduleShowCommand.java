package io.lotusflow.cli;

import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.schedule.ScheduledPlan;
import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Columns;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleInfo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "show")
final class ScheduleShowCommand implements Callable<Integer> {

  private static final int LABEL = 20;

  private final Session session;

  @Mixin private ScheduleChoice choice = new ScheduleChoice();

  ScheduleShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Connection connection = session.connect()) {
      Schedules schedules = new Schedules(session, new ScheduleBook(connection.client()));
      ScheduleDescription schedule = schedules.find(choice.id());
      ScheduledPlan plan = ScheduleBook.plan(schedule).orElseThrow();
      Schedules.Freshness freshness = schedules.freshness(plan);
      ScheduleRuns runs = new ScheduleRuns(session, connection.client());
      if (!session.wantsText()) {
        var json = ScheduleJson.described(plan, schedule, freshness);
        json.set("lastRuns", runs.json(schedule.getInfo()));
        session.out().println(RunsJson.text(json));
        return Exit.DONE;
      }
      parts(schedule, plan, freshness);
      times(schedule.getInfo(), plan);
      runs.print(schedule.getInfo(), plan);
      return Exit.DONE;
    }
  }

  private void parts(
      ScheduleDescription schedule, ScheduledPlan plan, Schedules.Freshness freshness) {
    session.out().println(session.outPaint().bold(plan.schedule()));
    new ScheduleWords(session)
        .parts(plan)
        .forEach(
            (label, value) ->
                session.out().println("  " + Columns.fit(label, LABEL) + ' ' + value));
    if (freshness == Schedules.Freshness.OLD) {
      session.out().println(session.text("schedule.old", plan.procedure()));
    }
    if (freshness == Schedules.Freshness.UNKNOWN) {
      session.out().println("  " + session.text("schedule.settings.UNKNOWN"));
    }
    if (schedule.getSchedule().getState().isPaused()) {
      String note = schedule.getSchedule().getState().getNote();
      session.out().println("  " + session.text("schedule.paused", note));
      session.out().println(session.text("schedule.paused.todo", plan.schedule()));
    }
  }

  private void times(ScheduleInfo info, ScheduledPlan plan) {
    ScheduleWords words = new ScheduleWords(session);
    session.out().println(session.text("schedule.next", plan.schedule()));
    info.getNextActionTimes().stream()
        .limit(5)
        .forEach(at -> session.out().println("  " + words.time(at, plan.timing().zone())));
  }
}
