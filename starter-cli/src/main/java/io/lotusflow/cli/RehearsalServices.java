package io.lotusflow.cli;

import io.lotusflow.service.ServiceActivitiesImpl;
import io.lotusflow.service.ServicePlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Daemon and miner of the rehearsal: gone before the network they hang on, also when no worker is
 * up.
 */
final class RehearsalServices {

  private final Session session;

  RehearsalServices(Session session) {
    this.session = session;
  }

  /** Stops them, the miner first, and takes away their supervision. A second time does nothing. */
  void uninstall() {
    ServiceActivitiesImpl services = new ServiceActivitiesImpl(session.home(), () -> {});
    List<ServicePlan> backwards =
        new ArrayList<>(
            new Planning(session)
                .earlierRehearsal()
                .map(plans -> new KnownServices(session, plans).all())
                .orElse(List.of()));
    Collections.reverse(backwards);
    for (ServicePlan plan : backwards) {
      services.uninstall(plan);
    }
  }
}
