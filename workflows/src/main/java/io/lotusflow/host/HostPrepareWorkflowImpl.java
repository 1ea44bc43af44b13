package io.lotusflow.host;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;

/** Packages, then swap; or the swap taken back. */
public final class HostPrepareWorkflowImpl implements HostPrepareWorkflow {

  @Override
  public Receipt prepare(HostPlan plan) {
    HostActivities host = Steps.on(plan.scope().host(), HostActivities.class);
    if (plan.undo()) {
      return host.removeSwap(plan);
    }
    Receipt packages = host.installPackages(plan);
    return plan.swap().isPresent() ? host.makeSwap(plan) : packages;
  }
}
