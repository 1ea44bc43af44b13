package io.lotusflow.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.lotusflow.run.Aborted;
import io.lotusflow.run.Children;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Skipped;
import io.lotusflow.run.Skips;
import io.lotusflow.run.Steps;
import io.lotusflow.temporal.Payloads;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks, waits for the node, then runs the procedure as its child, under the procedure's own id.
 */
public final class ScheduledWorkflowImpl implements ScheduledWorkflow {

  /** Whatever made a procedure fail may pass meanwhile. */
  private static final Duration BEFORE_RETRY = Duration.ofMinutes(5);

  /** Of a procedure's result, where it did nothing: a {@link Skipped}. */
  private static final String SKIPPED = "skipped";

  private static final ObjectMapper JSON = Payloads.mapper();

  @Override
  public ScheduledReport run(ScheduledPlan plan) {
    ScheduleActivities looks = Steps.on(plan.scope().host(), ScheduleActivities.class);
    Optional<Skipped> unwanted = looks.check(plan).skip();
    if (unwanted.isPresent()) {
      return skipped(plan, unwanted.get());
    }
    int failures = 0;
    boolean mayBegin = plan.leased();
    while (true) {
      Optional<Skipped> busy = mayBegin ? Optional.empty() : looks.awaitNode(plan).skip();
      if (busy.isPresent()) {
        return skipped(plan, busy.get());
      }
      try {
        return report(plan, procedure(plan));
      } catch (ChildWorkflowFailure failed) {
        // Somebody was quicker: look again.
        boolean lostTheRace = failed.getCause() instanceof WorkflowExecutionAlreadyStarted;
        if (!lostTheRace && (isFinal(failed) || failures++ >= plan.rules().retries())) {
          throw failed;
        }
        if (!lostTheRace) {
          Workflow.sleep(BEFORE_RETRY);
        }
        mayBegin = plan.leased() && !lostTheRace;
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

  /** The procedure may have found the node taken where our look did not. */
  private static ScheduledReport report(ScheduledPlan plan, JsonNode result) {
    JsonNode why = result.path(SKIPPED);
    return why.isObject()
        ? skipped(plan, JSON.convertValue(why, Skipped.class))
        : new ScheduledReport(Receipt.done(""), result);
  }

  private static ScheduledReport skipped(ScheduledPlan plan, Skipped why) {
    return new ScheduledReport(Skips.say(why, plan.scope().language()), NullNode.getInstance());
  }
}
