package io.lotusflow.restart;

import java.util.Optional;

/** Nothing but a restart. */
public final class RestartWorkflowImpl implements RestartWorkflow {

  @Override
  public RestartReport restart(RestartPlan plan) {
    return new SafeRestart(plan, Optional.empty()).run();
  }
}
