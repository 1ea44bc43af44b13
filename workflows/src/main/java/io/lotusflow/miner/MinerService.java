package io.lotusflow.miner;

import io.lotusflow.run.Steps;
import io.lotusflow.service.ServiceActivities;

/** For workflows: the service of a miner, on the miner's own host, whoever's work it is part of. */
public final class MinerService {
  private final MinerPlan miner;
  private final ServiceActivities services;

  private MinerService(MinerPlan miner) {
    this.miner = miner;
    this.services = Steps.on(miner.scope().host(), ServiceActivities.class);
  }

  public static MinerService of(MinerPlan miner) {
    return new MinerService(miner);
  }

  public boolean isRunning() {
    return services.status(miner.service()).running();
  }

  public void stop() {
    services.stop(miner.service());
  }

  /** Without waiting for its API. */
  public void start() {
    services.start(miner.service());
  }

  public void startAndAwaitApi() {
    start();
    Steps.on(miner.scope().host(), MinerActivities.class).awaitApi(miner);
  }
}
