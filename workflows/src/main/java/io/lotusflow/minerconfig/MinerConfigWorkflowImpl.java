package io.lotusflow.minerconfig;

import io.lotusflow.restart.SafeRestart;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import java.util.Optional;

/** Written while the miner is stopped, if a restart is needed: so it never runs with half of it. */
public final class MinerConfigWorkflowImpl implements MinerConfigWorkflow {

  @Override
  public Receipt apply(MinerConfigPlan plan) {
    MinerConfigActivities config = Steps.on(plan.scope().host(), MinerConfigActivities.class);
    ConfigDraft draft = config.check(plan);
    if (!draft.changes()) {
      return draft.receipt();
    }
    if (!draft.restarts() || plan.noRestart()) {
      return config.write(plan);
    }
    SafeRestart.Change change =
        new SafeRestart.Change(() -> config.write(plan), () -> config.putBack(plan, draft));
    return new SafeRestart(plan.restart(), Optional.of(change)).run().receipt();
  }
}
