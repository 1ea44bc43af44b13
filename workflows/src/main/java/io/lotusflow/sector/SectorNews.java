package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;
import java.util.Optional;

/**
 * What became of the sectors that are followed.
 *
 * @param sectors all that were asked for, as they are now
 * @param still one that nobody works on and that does not move; absent if there is none
 */
public record SectorNews(Receipt receipt, List<SectorAt> sectors, Optional<StillSector> still)
    implements Reported {

  public SectorNews {
    sectors = List.copyOf(sectors);
  }

  /**
   * A sector that stands still.
   *
   * @param error of its last try, in Lotus' words; may be empty
   */
  public record StillSector(SectorAt sector, String error) {}
}
