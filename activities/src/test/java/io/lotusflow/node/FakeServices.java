package io.lotusflow.node;

import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.service.ServiceStatus;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that lives, dies and restarts as a test says. */
public final class FakeServices implements ServiceActivities {
  public volatile boolean running = true;
  public volatile int restarts;
  private final AtomicInteger asked = new AtomicInteger();

  public int asked() {
    return asked.get();
  }

  @Override
  public ServiceStatus status(ServicePlan plan) {
    asked.incrementAndGet();
    return new ServiceStatus(
        Receipt.alreadySo(""), true, running, running ? 4711 : 0, Optional.empty(), restarts);
  }

  @Override
  public Receipt install(ServicePlan plan) {
    return Receipt.alreadySo("");
  }

  @Override
  public ServiceStatus start(ServicePlan plan) {
    return status(plan);
  }

  @Override
  public ServiceStatus stop(ServicePlan plan) {
    return status(plan);
  }

  @Override
  public ServiceStatus restart(ServicePlan plan) {
    return status(plan);
  }

  @Override
  public Receipt uninstall(ServicePlan plan) {
    return Receipt.alreadySo("");
  }
}
