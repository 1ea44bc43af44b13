package io.lotusflow.schedule;

import io.lotusflow.job.JobProgress;
import io.lotusflow.messages.Messages;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Skipped;
import io.temporal.activity.Activity;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Measures, and asks the server who works on a node. */
public final class ScheduleActivitiesImpl implements ScheduleActivities {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Consumer<JobProgress> pulse;

  /**
   * @param pulse the sign of life of the activity that asks
   */
  public ScheduleActivitiesImpl(Consumer<JobProgress> pulse) {
    this.pulse = pulse;
  }

  @Override
  public Verdict check(ScheduledPlan plan) {
    Measure measure = new Measure(client(), () -> pulse.accept(saying("")));
    StringBuilder found = new StringBuilder();
    for (Condition condition : plan.rules().onlyIf()) {
      long measured = measure.of(condition, plan);
      String shown = shown(condition, measured);
      if (!condition.holdsFor(measured)) {
        return skip(plan, Skipped.Why.CONDITION, condition.toString(), shown);
      }
      found.append(found.isEmpty() ? "" : ", ").append(condition).append(": ").append(shown);
    }
    return goOn(found.toString());
  }

  @Override
  public Verdict awaitNode(ScheduledPlan plan) {
    String mine = Activity.getExecutionContext().getInfo().getWorkflowId();
    Instant began = began();
    NodeRuns runs = new NodeRuns(client(), plan.scope().node());
    Supplier<Optional<String>> look =
        () -> plan.leased() ? runs.open(plan.schedule()) : runs.before(mine);
    Optional<String> other = look.get();
    boolean waited = false;
    while (other.isPresent()) {
      Duration sofar = Duration.between(began, Instant.now());
      if (plan.rules().whenBusy() == Rules.WhenBusy.SKIP
          || sofar.compareTo(plan.rules().waitAtMost()) >= 0) {
        return skip(plan, Skipped.Why.NODE_BUSY, other.get(), sofar.toMinutes() + "min");
      }
      pulse.accept(saying("waits for " + other.get()));
      pause();
      waited = true;
      other = look.get();
    }
    return goOn(waited ? Duration.between(began, Instant.now()).toSeconds() + " s" : "");
  }

  /** Of the first attempt: a lost worker does not begin the waiting anew. */
  private static Instant began() {
    return Instant.ofEpochMilli(Activity.getExecutionContext().getInfo().getScheduledTimestamp());
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY.toMillis());
    } catch (InterruptedException e) {
      throw Activity.wrap(e);
    }
  }

  private static WorkflowClient client() {
    return Activity.getExecutionContext().getWorkflowClient();
  }

  private static String shown(Condition condition, long measured) {
    return measured == Long.MAX_VALUE ? "∞" : condition.shown(measured);
  }

  private static Verdict goOn(String note) {
    return new Verdict(Receipt.done(note), Optional.empty());
  }

  private static Verdict skip(ScheduledPlan plan, Skipped.Why why, String... arguments) {
    String note =
        Messages.in(plan.scope().language(), "skips").text(why.name(), (Object[]) arguments);
    return new Verdict(
        new Receipt(Receipt.Outcome.SKIPPED, List.of(), note),
        Optional.of(new Skipped(why, List.of(arguments))));
  }

  private static JobProgress saying(String phase) {
    return new JobProgress(phase, -1, 0, 0, "", "", 0, Instant.now());
  }
}
