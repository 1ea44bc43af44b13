package io.lotusflow.restart;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.time.Duration;
import java.util.List;

/**
 * What there is before a restart, and must be there after it.
 *
 * @param outage how long it is expected to take
 * @param miner its version; empty if there is none, or it does not run
 * @param node version of the daemon; empty if it does not answer
 * @param actor such as {@code f01234}; empty without a running miner
 * @param workers how many are enabled, the miner's own included
 * @param storage ids of the paths that the miner itself has opened
 */
public record RestartGround(
    Receipt receipt,
    Duration outage,
    String miner,
    String node,
    String actor,
    int workers,
    List<String> storage)
    implements Reported {
  public RestartGround {
    storage = List.copyOf(storage);
  }

  /** The same without paths that are to go. */
  public RestartGround without(List<String> ids) {
    List<String> rest = storage.stream().filter(id -> !ids.contains(id)).toList();
    return new RestartGround(receipt, outage, miner, node, actor, workers, rest);
  }
}
