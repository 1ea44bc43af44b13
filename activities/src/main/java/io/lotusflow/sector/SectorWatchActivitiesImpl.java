package io.lotusflow.sector;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.run.Receipt;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A look takes one call for the counts, one for each state with sealed sectors, one for jobs. */
public final class SectorWatchActivitiesImpl implements SectorWatchActivities {

  /** More than that is no news but a flood; the book has them all. */
  private static final int CHANGES_TOLD = 50;

  private static final int STILL_TOLD = 10;
  private static final int SET_GOING_AT_MOST = 3;

  /** As in {@code sector-states.md}: no job for ten minutes. */
  private static final Duration STILL_AFTER = Duration.ofMinutes(10);

  private final Path books;
  private final Clock clock;

  /**
   * @param books the folder in which each miner has its book
   */
  public SectorWatchActivitiesImpl(Path books) {
    this(books, Clock.systemUTC());
  }

  SectorWatchActivitiesImpl(Path books, Clock clock) {
    this.books = books;
    this.clock = clock;
  }

  private SectorBook book(WatchPlan plan) {
    return new SectorBook(books, plan.scope().node().toString());
  }

  @Override
  public WatchLook look(WatchPlan plan) {
    return RpcFailed.named(() -> look(MinerApi.at(plan.miner()), book(plan)));
  }

  private WatchLook look(MinerApi miner, SectorBook book) {
    WatchState before = book.read();
    Map<String, Integer> counts = miner.sectorsByState().orElseGet(() -> counted(miner));
    WatchState now = before.seen(sealing(miner, counts), counts, clock.instant());
    book.write(now);
    List<WatchState.Change> changes = now.changesSince(before);
    List<Long> late =
        now.sealing().keySet().stream()
            .filter(number -> now.isLate(number, clock.instant()))
            .sorted()
            .toList();
    return new WatchLook(
        Receipt.alreadySo("%d sealed, %d moved".formatted(now.sealing().size(), changes.size())),
        counts,
        changes.stream().limit(CHANGES_TOLD).toList(),
        late,
        still(miner, now));
  }

  /** Before v1.2.3: a call for each sector. */
  private static Map<String, Integer> counted(MinerApi miner) {
    Map<String, Integer> counts = new HashMap<>();
    for (long number : miner.sectors()) {
      miner
          .sector(number)
          .map(SectorStatus::state)
          .ifPresent(state -> counts.merge(state, 1, Integer::sum));
    }
    return counts;
  }

  private static Map<Long, String> sealing(MinerApi miner, Map<String, Integer> counts) {
    Map<Long, String> sealing = new TreeMap<>();
    for (String state : counts.keySet()) {
      if (SectorStage.of(state).isSealing()) {
        miner.sectorsIn(List.of(state)).forEach(number -> sealing.put(number, state));
      }
    }
    return sealing;
  }

  private List<SectorAt> still(MinerApi miner, WatchState now) {
    Instant at = clock.instant();
    Map<Long, WatchState.Standing> quiet =
        now.sealing().entrySet().stream()
            .filter(sector -> mayBeSetGoing(sector.getValue(), at))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    if (quiet.isEmpty()) {
      return List.of();
    }
    Set<Long> workedOn = miner.sectorsWithJobs();
    return quiet.entrySet().stream()
        .filter(sector -> !workedOn.contains(sector.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .map(sector -> new SectorAt(sector.getKey(), sector.getValue().state()))
        .filter(sector -> miner.lastError(sector.number()).isEmpty())
        .limit(STILL_TOLD)
        .toList();
  }

  private static boolean mayBeSetGoing(WatchState.Standing standing, Instant at) {
    SectorStage stage = SectorStage.of(standing.state());
    return (stage == SectorStage.COMPUTING || stage == SectorStage.RETRYING)
        && standing.setGoing() < SET_GOING_AT_MOST
        && at.getEpochSecond() - standing.since() > STILL_AFTER.toSeconds();
  }

  @Override
  public Receipt setGoing(WatchPlan plan, SectorAt sector) {
    return RpcFailed.named(
        () -> {
          SectorBook book = book(plan);
          WatchState.Standing standing = book.read().sealing().get(sector.number());
          if (standing == null || standing.setGoing() >= SET_GOING_AT_MOST) {
            return Receipt.alreadySo("was set going often enough");
          }
          Recovery recovery =
              new Recovery(
                  MinerApi.at(plan.miner()),
                  FullNode.at(plan.node()),
                  books.resolveSibling("sector-evidence"),
                  plan.scope().node().value(),
                  STILL_AFTER);
          Receipt receipt = StandingStill.setGoing(recovery, sector, clock.instant());
          if (receipt.outcome() == Receipt.Outcome.DONE) {
            book.write(book.read().setGoing(sector.number()));
          }
          return receipt;
        });
  }
}
