package io.lotusflow.cli;

import io.lotusflow.schedule.Rules;
import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.schedule.ScheduledPlan;
import io.lotusflow.schedule.Timetable;
import io.lotusflow.settings.Plans;
import io.lotusflow.temporal.Connection;
import io.temporal.client.schedules.ScheduleDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a schedule, or brings it up to what is asked now. */
@Command(name = "create")
final class ScheduleCreateCommand implements Callable<Integer> {

  private static final int PREVIEW = 5;
  private static final Duration TO_SETTLE = Duration.ofSeconds(5);

  private final Session session;

  @Parameters(index = "0", paramLabel = "PROCEDURE", descriptionKey = "schedule-procedure")
  private String name;

  @Mixin private ScheduleOptions asked = new ScheduleOptions();

  @Option(names = "--confirm", paramLabel = "NODE", defaultValue = "")
  private String confirm = "";

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  ScheduleCreateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Planning planning = new Planning(session);
    Path settings = rehearsal ? planning.rehearsalSettings() : planning.settings();
    Plans plans = NodeHosts.here(session, planning.plans(settings)).forGood();
    Rules rules = asked.rules(session, plans.repo());
    Procedure procedure = confirmed(Repeatable.named(session, name, plans, rules));
    ScheduledPlan plan =
        Schedules.plan(
            name,
            procedure,
            plans.repo(),
            settings.toAbsolutePath().normalize(),
            new Schedules.ScheduleOptionsRead(asked.timing(session), rules));
    preview(
        plan,
        session.options().dryRun()
            ? new Timetable(plan.timing()).after(Instant.now(), PREVIEW)
            : keep(plan));
    return Exit.DONE;
  }

  /** What each night would ask is asked once, now. */
  private Procedure confirmed(Procedure procedure) {
    boolean asks = procedure.asksForTheName() && !session.options().dryRun();
    if (asks) {
      new NameGiven(session, procedure.plan().scope().node().value())
          .required(confirm, "schedule.confirm");
    }
    return asks ? procedure.confirmed() : procedure;
  }

  /** Gives the next times as the server will take them. */
  private List<Instant> keep(ScheduledPlan plan) throws InterruptedException {
    MigrateServerCommand.requireNoMove(session);
    new Supervision(session).ensureServer();
    try (Connection connection = session.connect()) {
      ScheduleBook book = new ScheduleBook(connection.client());
      Schedules schedules = new Schedules(session, book);
      Optional<ScheduleDescription> there = book.describe(plan.schedule());
      if (there.isEmpty()) {
        schedules.create(plan);
        session.say("schedule.created", plan.schedule());
      } else {
        update(schedules, ScheduleBook.plan(there.get()).orElseThrow(), plan);
        there
            .filter(schedule -> schedule.getSchedule().getState().isPaused())
            .ifPresent(schedule -> session.say("schedule.still-paused", plan.schedule()));
      }
      return nextTimes(book, plan);
    }
  }

  /** A description may lag behind an update for a moment. */
  private static List<Instant> nextTimes(ScheduleBook book, ScheduledPlan plan)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(TO_SETTLE);
    while (Instant.now().isBefore(deadline)) {
      Optional<ScheduleDescription> now = book.describe(plan.schedule());
      if (now.flatMap(ScheduleBook::plan)
          .filter(p -> p.timing().equals(plan.timing()))
          .isPresent()) {
        return now.get().getInfo().getNextActionTimes().stream().limit(PREVIEW).toList();
      }
      Thread.sleep(50);
    }
    return new Timetable(plan.timing()).after(Instant.now(), PREVIEW);
  }

  private void update(Schedules schedules, ScheduledPlan before, ScheduledPlan plan) {
    List<String> changes = new ScheduleWords(session).changes(before, plan);
    if (changes.isEmpty()) {
      session.say("schedule.same", plan.schedule());
      return;
    }
    schedules.update(plan);
    session.say("schedule.updated", plan.schedule());
    changes.forEach(change -> session.err().println("  " + change));
  }

  private void preview(ScheduledPlan plan, List<Instant> next) {
    ScheduleWords words = new ScheduleWords(session);
    if (!session.wantsText()) {
      session.out().println(ScheduleJson.created(plan, next));
      return;
    }
    session.out().println(session.text("schedule.next", plan.schedule()));
    next.forEach(at -> session.out().println("  " + words.time(at, plan.timing().zone())));
    if (!plan.timing().jitter().isZero()) {
      session.out().println(session.text("schedule.jitter", Span.text(plan.timing().jitter())));
    }
  }
}
