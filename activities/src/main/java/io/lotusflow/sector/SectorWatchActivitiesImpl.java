package io.lotusflow.sector;

import io.lotusflow.job.JobProgress;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.run.Receipt;
import io.lotusflow.sector.SectorTrouble.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A look is a {@link Census}, and a look at the jobs if one stands. */
public final class SectorWatchActivitiesImpl implements SectorWatchActivities {

  /** More than that is no news but a flood; the book has them all. */
  private static final int CHANGES_TOLD = 50;

  private static final int LATE_TOLD = 50;
  private static final int COMING_TOLD = 20;

  /** Sectors of which an alert tells by name, of each reason. */
  private static final int NAMED = 8;

  private static final Duration TELL_AGAIN = Duration.ofMinutes(10);

  private final Path books;
  private final Path evidence;
  private final Consumer<JobProgress> pulse;
  private final Clock clock;

  /**
   * @param books the folder in which each miner has its book
   * @param evidence the folder in which it is kept what sectors were before an act
   */
  public SectorWatchActivitiesImpl(Path books, Path evidence, Consumer<JobProgress> pulse) {
    this(books, evidence, pulse, Clock.systemUTC());
  }

  SectorWatchActivitiesImpl(Path books, Path evidence, Consumer<JobProgress> pulse, Clock clock) {
    this.books = books;
    this.evidence = evidence;
    this.pulse = pulse;
    this.clock = clock;
  }

  private SectorBook book(WatchPlan plan) {
    return new SectorBook(books, plan.scope().node().toString());
  }

  @Override
  public WatchLook look(WatchPlan plan) {
    return RpcFailed.named(
        () -> look(MinerApi.at(plan.miner()), FullNode.at(plan.node()), book(plan)));
  }

  private WatchLook look(MinerApi miner, FullNode node, SectorBook book) {
    Instant at = clock.instant();
    WatchState before = book.read();
    Runnable beat = () -> pulse.accept(JobProgress.of("looks at the sectors", 0, at));
    Census census = Census.of(miner, before, beat);
    WatchState seen = before.seen(census.states(), census.counts(), at);
    Quiet quiet = Quiet.of(miner, node, seen, at, beat);
    List<SectorTrouble> troubles = new ArrayList<>(lost(census, before, at));
    troubles.addAll(late(seen, at));
    troubles.addAll(quiet.troubles());
    WatchState now = seen.noticed(troubles);
    book.write(now);
    List<WatchState.Change> changes = now.changesSince(before);
    return new WatchLook(
        Receipt.alreadySo("%d sealed, %d moved".formatted(now.sealing().size(), changes.size())),
        census.counts(),
        changes.stream().limit(CHANGES_TOLD).toList(),
        numbers(now).filter(number -> now.isLate(number, at)).limit(LATE_TOLD).toList(),
        quiet.mayGo(),
        coming(now),
        news(now, at));
  }

  private static Stream<Long> numbers(WatchState state) {
    return state.sealing().keySet().stream().sorted();
  }

  private static List<SectorTrouble> lost(Census census, WatchState before, Instant at) {
    return numbers(before)
        .filter(number -> SectorStage.of(census.states().getOrDefault(number, "")).isLost())
        .map(
            number ->
                new SectorTrouble(
                    number,
                    census.states().get(number),
                    Reason.LOST,
                    census.error(number),
                    at.getEpochSecond()))
        .toList();
  }

  private static List<SectorTrouble> late(WatchState now, Instant at) {
    return numbers(now)
        .filter(number -> now.isLate(number, at))
        .map(number -> Map.entry(number, now.sealing().get(number)))
        .filter(sector -> !sector.getValue().noticed().contains(Reason.LATE))
        .map(
            sector ->
                new SectorTrouble(
                    sector.getKey(),
                    sector.getValue().state(),
                    Reason.LATE,
                    "",
                    at.getEpochSecond()))
        .toList();
  }

  private static List<WatchLook.Coming> coming(WatchState now) {
    return numbers(now)
        .flatMap(
            number ->
                now.expected(number).stream()
                    .map(
                        end ->
                            new WatchLook.Coming(
                                number, now.sealing().get(number).state(), end.getEpochSecond())))
        .sorted(
            Comparator.comparingLong(WatchLook.Coming::expected)
                .thenComparingLong(WatchLook.Coming::number))
        .limit(COMING_TOLD)
        .toList();
  }

  /** At once, and then together what comes within some minutes: a flood is no hundred messages. */
  private static SectorTrouble.News news(WatchState now, Instant at) {
    boolean justTold = at.getEpochSecond() - now.toldAt() < TELL_AGAIN.toSeconds();
    return justTold ? SectorTrouble.News.NONE : SectorTrouble.News.of(now.untold(), NAMED);
  }

  @Override
  public Receipt told(WatchPlan plan, long until) {
    SectorBook book = book(plan);
    book.write(book.read().told(until, clock.instant()));
    return Receipt.done("");
  }

  @Override
  public Receipt setGoing(WatchPlan plan, SectorAt sector) {
    return RpcFailed.named(
        () -> {
          SectorBook book = book(plan);
          WatchState.Standing standing = book.read().sealing().get(sector.number());
          if (standing == null || standing.setGoing() >= Quiet.SET_GOING_AT_MOST) {
            return Receipt.alreadySo("was set going often enough");
          }
          Recovery recovery =
              new Recovery(
                  MinerApi.at(plan.miner()),
                  FullNode.at(plan.node()),
                  evidence,
                  plan.scope().node(),
                  Quiet.STILL_AFTER);
          Receipt receipt = StandingStill.setGoing(recovery, sector, clock.instant());
          if (receipt.outcome() == Receipt.Outcome.DONE) {
            book.write(book.read().setGoing(sector.number()));
          }
          return receipt;
        });
  }
}
