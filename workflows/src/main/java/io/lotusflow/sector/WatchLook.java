package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;
import java.util.Map;

/**
 * One look at all sectors of a miner.
 *
 * @param counts sectors by state
 * @param changes since the look before, the first of them
 * @param late sectors that stand much longer than their state ever took here
 * @param still sectors that nobody works on, and that may be set going again
 */
public record WatchLook(
    Receipt receipt,
    Map<String, Integer> counts,
    List<WatchState.Change> changes,
    List<Long> late,
    List<SectorAt> still)
    implements Reported {
  public WatchLook {
    counts = Map.copyOf(counts);
    changes = List.copyOf(changes);
    late = List.copyOf(late);
    still = List.copyOf(still);
  }
}
