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
 * @param late sectors that stand much longer than their state ever took here, the first of them
 * @param still sectors that nobody works on, and that may be set going again
 * @param coming sectors that are sealed and whose end can be foreseen, the next of them
 * @param news what the operator is to be told now
 */
public record WatchLook(
    Receipt receipt,
    Map<String, Integer> counts,
    List<WatchState.Change> changes,
    List<Long> late,
    List<SectorAt> still,
    List<Coming> coming,
    SectorTrouble.News news)
    implements Reported {
  public WatchLook {
    counts = Map.copyOf(counts);
    changes = List.copyOf(changes);
    late = List.copyOf(late);
    still = List.copyOf(still);
    // Looks of runs that began before there were any do not have them.
    coming = coming == null ? List.of() : List.copyOf(coming);
    news = news == null ? SectorTrouble.News.NONE : news;
  }

  /**
   * A sector that should be proven soon.
   *
   * @param expected in seconds since 1970, by what its states took here
   */
  public record Coming(long number, String state, long expected) {}

  /** What is the same as long as nothing happens. */
  WatchLook withoutReceipt() {
    return new WatchLook(Receipt.alreadySo(""), counts, changes, late, still, coming, news);
  }
}
