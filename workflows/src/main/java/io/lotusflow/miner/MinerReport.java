package io.lotusflow.miner;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/**
 * A running miner as its API and the chain show it.
 *
 * @param storage id and path of each attached path
 */
public record MinerReport(
    Receipt receipt,
    String actor,
    String owner,
    String worker,
    String version,
    List<String> storage)
    implements Reported {
  public MinerReport {
    storage = List.copyOf(storage);
  }
}
