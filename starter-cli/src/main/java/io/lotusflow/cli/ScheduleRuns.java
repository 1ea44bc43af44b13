package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.messages.Messages;
import io.lotusflow.run.Skipped;
import io.lotusflow.schedule.ScheduledPlan;
import io.lotusflow.watch.Elapsed;
import io.lotusflow.watch.Histories;
import io.lotusflow.watch.RunMemory;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleActionExecutionStartWorkflow;
import io.temporal.client.schedules.ScheduleActionResult;
import io.temporal.client.schedules.ScheduleInfo;
import java.time.Duration;
import java.util.Optional;

/** What came of a schedule's last runs, and of those that never began. */
final class ScheduleRuns {

  /** The server's own delay is not worth a word. */
  private static final Duration ON_TIME = Duration.ofSeconds(30);

  private final Session session;
  private final Histories histories;

  ScheduleRuns(Session session, WorkflowClient client) {
    this.session = session;
    this.histories = new Histories(client);
  }

  void print(ScheduleInfo info, ScheduledPlan plan) {
    session.out().println(session.text("schedule.last"));
    if (info.getRecentActions().isEmpty()) {
      session.out().println("  " + session.text("schedule.last.none"));
    }
    info.getRecentActions().forEach(action -> session.out().println("  " + line(action, plan)));
    if (info.getNumActionsSkippedOverlap() > 0) {
      session.out().println(session.text("schedule.skipped", info.getNumActionsSkippedOverlap()));
    }
    if (info.getNumActionsMissedCatchupWindow() > 0) {
      session
          .out()
          .println(
              session.text(
                  "schedule.missed",
                  info.getNumActionsMissedCatchupWindow(),
                  Span.text(plan.rules().catchUp())));
    }
  }

  ArrayNode json(ScheduleInfo info) {
    ArrayNode runs = RunsJson.MAPPER.createArrayNode();
    for (ScheduleActionResult action : info.getRecentActions()) {
      ObjectNode run = runs.addObject();
      run.put("scheduled", action.getScheduledAt().toString());
      run.put("started", action.getStartedAt().toString());
      run.put("id", id(action));
      found(action).ifPresent(info1 -> run.put("status", status(info1)));
      skipped(action).ifPresent(why -> run.set("skipped", RunsJson.MAPPER.valueToTree(why)));
    }
    return runs;
  }

  private String line(ScheduleActionResult action, ScheduledPlan plan) {
    Duration late = Duration.between(action.getScheduledAt(), action.getStartedAt());
    String delay =
        late.minus(plan.timing().jitter()).compareTo(ON_TIME) > 0
            ? "  " + session.text("schedule.late", Elapsed.text(late))
            : "";
    return new ScheduleWords(session).time(action.getScheduledAt(), plan.timing().zone())
        + "  "
        + ended(action)
        + delay
        + "  "
        + id(action);
  }

  private String ended(ScheduleActionResult action) {
    Optional<Skipped> skipped = skipped(action);
    if (skipped.isPresent()) {
      return session.text("run.status.skipped")
          + ": "
          + Messages.in(session.language(), "skips")
              .text(skipped.get().why().name(), skipped.get().arguments().toArray());
    }
    return found(action).map(run -> session.text("run.status." + status(run))).orElse("?");
  }

  private Optional<Skipped> skipped(ScheduleActionResult action) {
    return found(action).map(run -> RunMemory.of(run.getMemo())).flatMap(RunMemory::skipped);
  }

  private static String status(WorkflowExecutionInfo run) {
    boolean waits =
        run.getStatus()
                == io.temporal.api.enums.v1.WorkflowExecutionStatus
                    .WORKFLOW_EXECUTION_STATUS_RUNNING
            && RunMemory.of(run.getMemo()).attention().isPresent();
    return waits ? "parked" : Runs.status(run.getStatus());
  }

  private Optional<WorkflowExecutionInfo> found(ScheduleActionResult action) {
    return histories.find(id(action));
  }

  private static String id(ScheduleActionResult action) {
    return action.getAction() instanceof ScheduleActionExecutionStartWorkflow started
        ? started.getWorkflowId()
        : "";
  }
}
