package io.lotusflow.service;

import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/** A service and who keeps it alive. */
public record ServicePlan(Scope scope, Manager manager, ServiceUnit unit) implements Plan {

  /** Who starts services and starts them again. */
  public enum Manager {
    /** systemd where it runs, else supervised. */
    AUTO,
    SYSTEMD,
    SUPERVISED
  }
}
