package io.lotusflow.minerconfig;

import io.lotusflow.restart.SafeRestart;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Written while the miner is stopped, if a restart is needed: so it never runs with half of it. */
public final class MinerConfigWorkflowImpl implements MinerConfigWorkflow {

  /** Runs that were recorded before put back what was there when they began. */
  private static final String CHECK_AT_LAST = "check-while-stopped";

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
    List<ConfigDraft> written = new ArrayList<>();
    SafeRestart.Change change =
        new SafeRestart.Change(
            () -> {
              written.add(atLast(config, plan, draft));
              config.write(plan);
            },
            () ->
                written.stream()
                    .reduce((one, last) -> last)
                    .ifPresent(last -> config.putBack(plan, last)));
    return new SafeRestart(plan.restart(), Optional.of(change)).run().receipt();
  }

  /** What is replaced is what stands there now: pausing deals has Lotus write the file anew. */
  private static ConfigDraft atLast(
      MinerConfigActivities config, MinerConfigPlan plan, ConfigDraft before) {
    return Workflow.getVersion(CHECK_AT_LAST, Workflow.DEFAULT_VERSION, 1)
            == Workflow.DEFAULT_VERSION
        ? before
        : config.check(plan);
  }
}
