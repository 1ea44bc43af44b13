package io.lotusflow.benchmark;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.service.ServiceActivities;
import java.util.Optional;

/** Whether this machine's miner has something to prove: a benchmark would take its GPU away. */
record Prover(ServiceActivities services) {

  /** What it proves; empty if it proves nothing. A miner that runs and cannot be asked may. */
  Optional<String> seen(BenchmarkPlan plan) {
    return plan.miner().flatMap(miner -> seen(plan, miner));
  }

  private Optional<String> seen(BenchmarkPlan plan, MinerPlan miner) {
    boolean runs = services.status(miner.service()).running();
    if (!runs && miner.actor().isEmpty()) {
      return Optional.empty();
    }
    try {
      String actor = runs ? MinerApi.at(miner.api()).actor() : miner.actor();
      return proven(FullNode.at(plan.node()), actor);
    } catch (RpcFailed silent) {
      return Optional.of("whether the miner proves cannot be asked: " + silent.said());
    }
  }

  private static Optional<String> proven(FullNode node, String actor) {
    ByteSize power = node.minerPower(actor);
    long live = node.sectorCount(actor).live();
    return power.bytes() > 0 || live > 0
        ? Optional.of("miner %s has %d live sectors, power %s".formatted(actor, live, power))
        : Optional.empty();
  }
}
