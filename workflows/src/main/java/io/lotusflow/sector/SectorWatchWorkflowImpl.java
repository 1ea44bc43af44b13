package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
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
      publish(seen);
    } catch (ActivityFailure silent) {
      Workflow.getLogger(SectorWatchWorkflowImpl.class).warn("no look at the sectors", silent);
    }
  }

  /** Only when something is different: each is an event. */
  private void publish(WatchLook seen) {
    WatchLook news =
        new WatchLook(
            Receipt.alreadySo(""), seen.counts(), seen.changes(), seen.late(), seen.still());
    if (published.filter(news::equals).isEmpty()) {
      published = Optional.of(news);
      Workflow.upsertMemo(Map.of(MEMO, news));
    }
  }

  @Override
  public void end() {
    over = true;
  }
}
