package io.lotusflow.node;

import io.lotusflow.run.Steps;
import io.lotusflow.service.ServiceActivities;

/** Configuration, service, start, API. */
public final class NodeStartWorkflowImpl implements NodeStartWorkflow {

  @Override
  public ApiUp start(DaemonPlan plan) {
    return NodeLease.holdSinceLeases(plan.scope(), () -> leased(plan));
  }

  private static ApiUp leased(DaemonPlan plan) {
    NodeActivities node = Steps.on(plan.scope().host(), NodeActivities.class);
    ServiceActivities services = Steps.on(plan.scope().host(), ServiceActivities.class);
    node.writeConfig(plan);
    services.install(plan.service());
    services.start(plan.service());
    return node.awaitApi(plan);
  }
}
