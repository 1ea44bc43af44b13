package io.lotusflow.service;

import io.lotusflow.node.NodeLease;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** One act for several services, in order; stopping backwards, as the miner hangs on the daemon. */
public final class ServiceWorkflowImpl implements ServiceWorkflow {

  @Override
  public Services run(ServiceRequest request) {
    return NodeLease.holdSinceLeases(request.scope(), () -> leased(request));
  }

  private static Services leased(ServiceRequest request) {
    ServiceActivities services = Steps.on(request.scope().host(), ServiceActivities.class);
    List<ServicePlan> inOrder = new ArrayList<>(request.services());
    if (request.act() == Act.STOP || request.act() == Act.UNINSTALL) {
      Collections.reverse(inOrder);
    }
    return new Services(inOrder.stream().map(plan -> act(services, request.act(), plan)).toList());
  }

  private static ServiceStatus act(ServiceActivities services, Act act, ServicePlan plan) {
    return switch (act) {
      case INSTALL -> notRunning(services.install(plan), true);
      case START -> services.start(plan);
      case STOP -> services.stop(plan);
      case RESTART -> services.restart(plan);
      case UNINSTALL -> notRunning(services.uninstall(plan), false);
    };
  }

  private static ServiceStatus notRunning(Receipt receipt, boolean installed) {
    return new ServiceStatus(receipt, installed, false, 0, Optional.empty(), 0);
  }
}
