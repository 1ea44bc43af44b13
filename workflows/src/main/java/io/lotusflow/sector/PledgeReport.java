package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/**
 * What a batch came to.
 *
 * @param sectors each that was pledged, with its last state
 */
public record PledgeReport(Receipt receipt, List<SectorAt> sectors) implements Reported {
  public PledgeReport {
    sectors = List.copyOf(sectors);
  }
}
