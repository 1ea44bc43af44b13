package io.lotusflow.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.lotusflow.messages.Messages;
import io.lotusflow.run.Aborted;
import io.lotusflow.run.Children;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.RunMemo;
import io.lotusflow.run.Skipped;
import io.lotusflow.run.Steps;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks, waits for the node, then runs the procedure as its child, under the procedure's own id.
 */
public final class ScheduledWorkflowImpl implements ScheduledWorkflow {

  /** Whatever made a procedure fail may pass meanwhile. */
  private static final Duration BEFORE_RETRY = Duration.ofMinutes(5);

  @Override
  public ScheduledReport run(ScheduledPlan plan) {
    ScheduleActivities looks = Steps.on(plan.scope().host(), ScheduleActivities.class);
    Optional<Skipped> unwanted = looks.check(plan).skip();
    if (unwanted.isPresent()) {
      return skipped(plan, unwanted.get());
    }
    int failures = 0;
    while (true) {
      Optional<Skipped> busy = looks.awaitNode(plan).skip();
      if (busy.isPresent()) {
        return skipped(plan, busy.get());
      }
      try {
        return new ScheduledReport(Receipt.done(""), procedure(plan));
      } catch (ChildWorkflowFailure failed) {
        // Somebody was quicker: look again.
        boolean lostTheRace = failed.getCause() instanceof WorkflowExecutionAlreadyStarted;
        if (!lostTheRace && (isFinal(failed) || failures++ >= plan.rules().retries())) {
          throw failed;
        }
        if (!lostTheRace) {
          Workflow.sleep(BEFORE_RETRY);
        }
      }
    }
  }

  private static JsonNode procedure(ScheduledPlan plan) {
    JsonNode result =
        Children.scheduled(plan.workflow(), plan.schedule(), plan.procedure(), plan.scope())
            .execute(JsonNode.class, plan.plan());
    return result == null ? NullNode.getInstance() : result;
  }

  /** What a person did is not undone by trying again. */
  private static boolean isFinal(ChildWorkflowFailure failed) {
    return failed.getCause() instanceof CanceledFailure
        || (failed.getCause() instanceof ApplicationFailure why
            && why.getType().equals(Aborted.TYPE));
  }

  private static ScheduledReport skipped(ScheduledPlan plan, Skipped why) {
    Workflow.upsertMemo(Map.of(RunMemo.SKIPPED, why));
    String note =
        Messages.in(plan.scope().language(), "skips")
            .text(why.why().name(), why.arguments().toArray());
    return new ScheduledReport(
        new Receipt(Receipt.Outcome.SKIPPED, List.of(), note), NullNode.getInstance());
  }
}
