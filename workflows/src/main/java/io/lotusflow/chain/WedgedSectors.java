package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/** Sectors that should be worked on and are not: no job, no error. */
public record WedgedSectors(Receipt receipt, List<Long> sectors) implements Reported {
  public WedgedSectors {
    sectors = List.copyOf(sectors);
  }
}
