package io.lotusflow.deals;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * What a market has begun and not ended, and would be cut off by a stop of its miner.
 *
 * @param transfers of data between the miner and clients
 * @param retrievals that are neither served nor refused
 */
public record InFlight(Receipt receipt, int transfers, int retrievals) implements Reported {

  /** What was seen. */
  public static InFlight of(int transfers, int retrievals) {
    InFlight seen = new InFlight(Receipt.done(""), transfers, retrievals);
    return seen.isNone()
        ? seen
        : new InFlight(Receipt.done("under way: " + seen), transfers, retrievals);
  }

  /** Nothing is. */
  public boolean isNone() {
    return transfers == 0 && retrievals == 0;
  }

  @Override
  public String toString() {
    return "%d data transfers, %d retrievals".formatted(transfers, retrievals);
  }
}
