package io.lotusflow.sealworker;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/**
 * What a worker was at.
 *
 * @param sectors whose tasks start over when it is stopped now
 */
public record LostWork(Receipt receipt, List<Long> sectors) implements Reported {
  public LostWork {
    sectors = List.copyOf(sectors);
  }
}
