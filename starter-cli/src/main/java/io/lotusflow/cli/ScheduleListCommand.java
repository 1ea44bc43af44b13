package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.schedule.ScheduledPlan;
import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Columns;
import io.temporal.client.schedules.ScheduleDescription;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "list")
final class ScheduleListCommand implements Callable<Integer> {

  private static final int ID = 26;
  private static final int WHEN = 34;
  private static final int NEXT = 27;

  private final Session session;

  ScheduleListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Connection connection = session.connect()) {
      Schedules schedules = new Schedules(session, new ScheduleBook(connection.client()));
      List<ScheduleDescription> all = schedules.all();
      switch (session.options().output()) {
        case text -> table(schedules, all);
        case json -> {
          ArrayNode array = RunsJson.MAPPER.createArrayNode();
          all.forEach(one -> array.add(json(schedules, one)));
          session.out().println(RunsJson.text(array));
        }
        case jsonl ->
            all.forEach(one -> session.out().println(RunsJson.text(json(schedules, one))));
      }
      return Exit.DONE;
    }
  }

  static ObjectNode json(Schedules schedules, ScheduleDescription one) {
    ScheduledPlan plan = ScheduleBook.plan(one).orElseThrow();
    return ScheduleJson.described(plan, one, schedules.freshness(plan));
  }

  private void table(Schedules schedules, List<ScheduleDescription> all) {
    if (all.isEmpty()) {
      session.say("schedule.none");
      return;
    }
    session
        .out()
        .println(
            line(
                session.text("schedule.column.id"),
                session.text("schedule.column.when"),
                session.text("schedule.column.next"),
                session.text("schedule.column.state")));
    all.forEach(one -> session.out().println(row(schedules, one)));
  }

  private String row(Schedules schedules, ScheduleDescription one) {
    ScheduledPlan plan = ScheduleBook.plan(one).orElseThrow();
    ScheduleWords words = new ScheduleWords(session);
    String next =
        one.getInfo().getNextActionTimes().stream().findFirst().map(words::here).orElse("");
    return line(one.getId(), words.when(plan.timing()), next, state(schedules, one, plan));
  }

  private String state(Schedules schedules, ScheduleDescription one, ScheduledPlan plan) {
    if (one.getSchedule().getState().isPaused()) {
      return session.text("schedule.paused", one.getSchedule().getState().getNote());
    }
    return session.text("schedule.settings." + schedules.freshness(plan));
  }

  private static String line(String id, String when, String next, String state) {
    return (Columns.fit(id, ID)
            + ' '
            + Columns.fit(when, WHEN)
            + ' '
            + Columns.fit(next, NEXT)
            + ' '
            + state)
        .stripTrailing();
  }
}
