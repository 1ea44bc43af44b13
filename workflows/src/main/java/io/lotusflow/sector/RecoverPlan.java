package io.lotusflow.sector;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.util.List;

/**
 * A sector that should go on.
 *
 * @param onlyAsk nothing is done by itself
 * @param logs of the miner and of the seal workers here; their ends are kept as evidence
 */
public record RecoverPlan(
    Scope scope, NodeApi miner, NodeApi node, long number, boolean onlyAsk, List<String> logs)
    implements Plan {
  public RecoverPlan {
    logs = List.copyOf(logs);
  }

  @Override
  public String part() {
    return Long.toString(number);
  }
}
