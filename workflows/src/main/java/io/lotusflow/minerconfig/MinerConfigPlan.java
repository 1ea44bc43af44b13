package io.lotusflow.minerconfig;

import io.lotusflow.miner.MinerPlan;
import io.lotusflow.restart.RestartPlan;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.util.List;

/**
 * Keys for a miner.
 *
 * @param changes as {@code Sealing.MaxSealingSectors=4}
 * @param restart of the miner, if one is needed
 * @param noRestart leaves it for later
 */
public record MinerConfigPlan(
    Scope scope, MinerPlan miner, List<String> changes, RestartPlan restart, boolean noRestart)
    implements Plan {
  public MinerConfigPlan {
    changes = List.copyOf(changes);
  }

  @Override
  public boolean wantsTheSameWords() {
    return true;
  }
}
