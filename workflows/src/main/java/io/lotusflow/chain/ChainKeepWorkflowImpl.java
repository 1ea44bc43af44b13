package io.lotusflow.chain;

import io.lotusflow.run.Steps;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Looks a dozen times in the time for which the old chain is kept; each look must be good. */
public final class ChainKeepWorkflowImpl implements ChainKeepWorkflow {

  private static final int LOOKS = 12;
  private static final Duration AT_LEAST = Duration.ofSeconds(5);

  @Override
  public ChainHealth keep(KeepPlan plan) {
    ChainActivities chain = Steps.on(plan.scope().host(), ChainActivities.class);
    Duration keep = plan.node().beside().keepOld();
    long healthySince = Workflow.currentTimeMillis();
    ChainHealth health = chain.health(plan);
    while (health.oldIsThere()) {
      long now = Workflow.currentTimeMillis();
      healthySince = health.healthy() ? healthySince : now;
      if (now - healthySince >= keep.toMillis()) {
        chain.discardOld(plan);
      } else {
        pause(keep);
      }
      health = chain.health(plan);
    }
    return health;
  }

  private static void pause(Duration keep) {
    Duration part = keep.dividedBy(LOOKS);
    TimerOptions summary = TimerOptions.newBuilder().setSummary("keep the old chain").build();
    Workflow.newTimer(part.compareTo(AT_LEAST) < 0 ? AT_LEAST : part, summary).get();
  }
}
