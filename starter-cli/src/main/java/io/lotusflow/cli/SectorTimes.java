package io.lotusflow.cli;

import io.lotusflow.home.Home;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.sector.SectorBook;
import io.lotusflow.sector.SectorStage;
import io.lotusflow.sector.WatchState;
import io.lotusflow.settings.Plans;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How long sectors take on this machine, as far as it was watched, and how long one took. */
final class SectorTimes {

  private final WatchState book;
  private final Instant now = Instant.now();

  private SectorTimes(WatchState book) {
    this.book = book;
  }

  static SectorTimes of(Plans plans) {
    String node = plans.scope().node().toString();
    return new SectorTimes(new SectorBook(Home.ofThisProcess().sectors(), node).read());
  }

  Instant now() {
    return now;
  }

  /** In its state; seen by the watch to the second, or by the last thing that the miner noted. */
  Optional<Duration> spent(SectorStatus sector) {
    WatchState.Standing standing = book.sealing().get(sector.number());
    if (standing != null && standing.sinceKnown() && standing.state().equals(sector.state())) {
      return Optional.of(Duration.between(Instant.ofEpochSecond(standing.since()), now));
    }
    List<SectorStatus.Entry> log = sector.log();
    return log.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.between(log.get(log.size() - 1).at(), now));
  }

  /** On average; absent where no sector was seen to come into that state and to leave it. */
  Optional<Duration> usual(String state) {
    return Optional.ofNullable(book.times().get(state)).map(WatchState.StageTime::mean);
  }

  /** Until it is proven, if nothing fails from here on. */
  Optional<Duration> remaining(SectorStatus sector) {
    return SectorStage.of(sector.state()).isSealing()
        ? book.remaining(sector.state(), spent(sector).orElse(Duration.ZERO))
        : Optional.empty();
  }

  /** The states that still come; none where that is not known. */
  List<String> coming(SectorStatus sector) {
    return SectorStage.of(sector.state()).isSealing()
        ? book.way().from(sector.state()).orElse(List.of())
        : List.of();
  }

  boolean isLate(SectorStatus sector) {
    WatchState.Standing standing = book.sealing().get(sector.number());
    return standing != null
        && standing.state().equals(sector.state())
        && book.isLate(sector.number(), now);
  }
}
