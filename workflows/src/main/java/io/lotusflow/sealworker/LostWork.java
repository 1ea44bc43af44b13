package io.lotusflow.sealworker;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/**
 * Sectors that a worker has something of.
 *
 * @param sectors in order
 */
public record LostWork(Receipt receipt, List<Long> sectors) implements Reported {
  public LostWork {
    sectors = List.copyOf(sectors);
  }
}
