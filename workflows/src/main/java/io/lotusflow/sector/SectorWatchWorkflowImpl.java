package io.lotusflow.sector;

import io.lotusflow.alert.Alert;
import io.lotusflow.alert.AlertPlan;
import io.lotusflow.alert.AlertWorkflow;
import io.lotusflow.run.Overview;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.run.Steps;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A look, a pause, and a new history when this one has become long. */
public final class SectorWatchWorkflowImpl implements SectorWatchWorkflow {

  /** A miner that is away for so long is looked for again after the pause. */
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

  private boolean over;
  private Optional<WatchLook> published = Optional.empty();

  @Override
  public void watch(WatchPlan plan) {
    SectorWatchActivities sectors =
        Steps.tryingFor(ANSWER_WITHIN, plan.scope().host(), SectorWatchActivities.class);
    while (!over && !Workflow.getInfo().isContinueAsNewSuggested()) {
      look(plan, sectors);
      Workflow.await(plan.every(), () -> over);
    }
    if (!over) {
      Workflow.newContinueAsNewStub(SectorWatchWorkflow.class).watch(plan);
    }
  }

  private void look(WatchPlan plan, SectorWatchActivities sectors) {
    try {
      WatchLook seen = sectors.look(plan);
      seen.still().forEach(sector -> sectors.setGoing(plan, sector));
      publish(plan, seen);
      if (!seen.news().isEmpty()) {
        tell(plan, seen.news());
        sectors.told(plan, seen.news().until());
      }
    } catch (ActivityFailure silent) {
      Workflow.getLogger(SectorWatchWorkflowImpl.class).warn("no look at the sectors", silent);
    }
  }

  /** Only when something is different: each is an event. */
  private void publish(WatchPlan plan, WatchLook seen) {
    WatchLook news = seen.withoutReceipt();
    if (published.filter(news::equals).isEmpty()) {
      published = Optional.of(news);
      Workflow.upsertMemo(Map.of(MEMO, news));
      Overview.show(new WatchOverview(plan.scope().language()).markdown(news));
    }
  }

  /** By a run that goes on when this one ends; what was told under the same key is not again. */
  private static void tell(WatchPlan plan, SectorTrouble.News news) {
    if (plan.scope().alerts().isEmpty()) {
      return;
    }
    Alert alert = alert(news);
    AlertWorkflow alerts =
        Workflow.newChildWorkflowStub(
            AlertWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId("alert/" + alert.key())
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setTypedSearchAttributes(
                    io.temporal.common.SearchAttributes.newBuilder()
                        .set(SearchAttributes.HOST, plan.scope().host().value())
                        .build())
                .build());
    Async.procedure(alerts::send, new AlertPlan(plan.scope(), alert));
    try {
      Workflow.getWorkflowExecution(alerts).get();
    } catch (ChildWorkflowFailure told) {
      Workflow.getLogger(SectorWatchWorkflowImpl.class).info("told already: {}", alert.key());
    }
  }

  private static Alert alert(SectorTrouble.News news) {
    String id = Workflow.getInfo().getWorkflowId();
    return new Alert(
        Alert.Event.SECTORS,
        id + '/' + news.until(),
        id,
        "",
        "",
        "",
        news.arguments(),
        Instant.ofEpochSecond(news.until()));
  }

  @Override
  public void end() {
    over = true;
  }
}
