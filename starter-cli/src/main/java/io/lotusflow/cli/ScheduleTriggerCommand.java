package io.lotusflow.cli;

import io.lotusflow.schedule.ScheduleBook;
import io.lotusflow.schedule.ScheduledPlan;
import io.lotusflow.temporal.Connection;
import io.lotusflow.watch.Histories;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.schedules.ScheduleActionExecution;
import io.temporal.client.schedules.ScheduleActionExecutionStartWorkflow;
import io.temporal.client.schedules.ScheduleActionResult;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Once, now, under all the rules of the schedule. */
@Command(name = "trigger")
final class ScheduleTriggerCommand implements Callable<Integer> {

  private static final Duration TO_BEGIN = Duration.ofSeconds(15);

  private final Session session;

  @Mixin private ScheduleChoice choice = new ScheduleChoice();

  @Option(names = "--detach")
  private boolean detach;

  ScheduleTriggerCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    MigrateServerCommand.requireNoMove(session);
    try (Connection connection = session.connect()) {
      ScheduleBook book = new ScheduleBook(connection.client());
      ScheduleDescription before = new Schedules(session, book).find(choice.id());
      ScheduledPlan plan = ScheduleBook.plan(before).orElseThrow();
      requireFree(before.getInfo());
      new HostWorkers(session, connection).require(plan.scope().host());
      book.handle(choice.id()).trigger();
      WorkflowExecution run = started(book, before.getInfo());
      if (detach) {
        session.out().println(run.getWorkflowId());
        session.say("run.detached", run.getWorkflowId());
        return Exit.DONE;
      }
      return new Following(session, new Histories(connection.client())).follow(run);
    }
  }

  private void requireFree(ScheduleInfo info) {
    List<ScheduleActionExecution> running = info.getRunningActions();
    if (!running.isEmpty()) {
      String id = ((ScheduleActionExecutionStartWorkflow) running.get(0)).getWorkflowId();
      throw new Complaint(
          Exit.REFUSED,
          session.text("schedule.runs", choice.id()),
          session.text("schedule.runs.seen", id),
          session.text("launch.busy.todo", id));
    }
  }

  private WorkflowExecution started(ScheduleBook book, ScheduleInfo before)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(TO_BEGIN);
    Optional<WorkflowExecution> run = newest(book, before);
    while (run.isEmpty()) {
      if (Instant.now().isAfter(deadline)) {
        throw session.complaint(Exit.FAILED, "schedule.not-started", choice.id());
      }
      Thread.sleep(100);
      run = newest(book, before);
    }
    return run.get();
  }

  private Optional<WorkflowExecution> newest(ScheduleBook book, ScheduleInfo before) {
    ScheduleInfo now = book.describe(choice.id()).orElseThrow().getInfo();
    List<ScheduleActionResult> actions = now.getRecentActions();
    return now.getNumActions() > before.getNumActions() && !actions.isEmpty()
        ? Optional.of(execution(actions.get(actions.size() - 1)))
        : Optional.empty();
  }

  private static WorkflowExecution execution(ScheduleActionResult action) {
    ScheduleActionExecutionStartWorkflow started =
        (ScheduleActionExecutionStartWorkflow) action.getAction();
    return WorkflowExecution.newBuilder()
        .setWorkflowId(started.getWorkflowId())
        .setRunId(started.getFirstExecutionRunId())
        .build();
  }
}
