package io.lotusflow.service;

import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.util.List;

/** One act for several services; stopping goes through the list backwards. */
public record ServiceRequest(Scope scope, ServiceWorkflow.Act act, List<ServicePlan> services)
    implements Plan {
  public ServiceRequest {
    services = List.copyOf(services);
  }
}
