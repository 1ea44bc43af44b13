package io.lotusflow.storage;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.util.List;

/**
 * The storage paths of one miner.
 *
 * @param binary absolute path of {@code lotus-miner}
 */
public record StoragePlan(
    Scope scope, String binary, NodeApi miner, NodeApi node, List<StoragePath> paths)
    implements Plan {
  public StoragePlan {
    paths = List.copyOf(paths);
  }
}
