package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import io.lotusflow.run.Skipped;
import io.lotusflow.sync.ChainHead;
import java.util.List;
import java.util.Optional;

/**
 * What a reset came to.
 *
 * @param skipped why nothing was done: another run had the node
 * @param head after the switch; absent if nothing was switched
 * @param outage seen from outside
 * @param old where the old chain is kept; empty if it is not
 * @param wedged sectors that no longer move after the outage
 */
public record ChainReset(
    Receipt receipt,
    Optional<Skipped> skipped,
    Optional<ChainHead> head,
    Optional<Outage> outage,
    String old,
    List<Long> wedged)
    implements Reported {
  public ChainReset {
    wedged = List.copyOf(wedged);
  }
}
