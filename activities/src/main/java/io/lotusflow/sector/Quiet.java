package io.lotusflow.sector;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.sector.SectorTrouble.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sectors that should move, and on which nobody works.
 *
 * @param mayGo those that may be set going again, by their {@link SectorCase}
 * @param troubles those that need a person
 */
record Quiet(List<SectorAt> mayGo, List<SectorTrouble> troubles) {

  static final int SET_GOING_AT_MOST = 3;

  /** As in {@code sector-states.md}: no job for ten minutes. */
  static final Duration STILL_AFTER = Duration.ofMinutes(10);

  /** Each costs a call; the others have their turn at the next look. */
  private static final int ASKED_AT_MOST = 10;

  static Quiet of(MinerApi miner, FullNode node, WatchState now, Instant at, Runnable beat) {
    List<SectorAt> standing =
        now.sealing().entrySet().stream()
            .filter(sector -> stands(sector.getValue(), at))
            .sorted(Map.Entry.comparingByKey())
            .map(sector -> new SectorAt(sector.getKey(), sector.getValue().state()))
            .toList();
    List<SectorAt> alone = withoutWork(miner, standing);
    if (alone.isEmpty()) {
      return new Quiet(List.of(), List.of());
    }
    MinerSight sight = MinerSight.of(miner, node);
    List<SectorAt> mayGo = new ArrayList<>();
    List<SectorTrouble> troubles = new ArrayList<>();
    for (SectorAt sector : alone) {
      beat.run();
      SectorFinding found =
          new Diagnosis(sight.evidence(sector.number(), at), STILL_AFTER).of(sector.number());
      boolean automatic = found.what().remedy() == SectorCase.Remedy.AUTOMATIC;
      if (automatic && mayBeSetGoing(now, sector)) {
        mayGo.add(sector);
      } else if (automatic || isForAPerson(found)) {
        troubles.add(trouble(sector, found.because(), at));
      }
    }
    return new Quiet(List.copyOf(mayGo), List.copyOf(troubles));
  }

  private static List<SectorAt> withoutWork(MinerApi miner, List<SectorAt> standing) {
    if (standing.isEmpty()) {
      return List.of();
    }
    Set<Long> workedOn = miner.atWork().living();
    return standing.stream()
        .filter(sector -> !workedOn.contains(sector.number()))
        .limit(ASKED_AT_MOST)
        .toList();
  }

  /** A worker that is silent for a moment is none yet; what that costs is told as late. */
  private static boolean isForAPerson(SectorFinding found) {
    return found.what().remedy() == SectorCase.Remedy.ASK && found.what() != SectorCase.WORKER_AWAY;
  }

  private static boolean stands(WatchState.Standing standing, Instant at) {
    SectorStage stage = SectorStage.of(standing.state());
    return (stage == SectorStage.COMPUTING || stage == SectorStage.RETRYING)
        && !standing.noticed().contains(Reason.STANDS_STILL)
        && at.getEpochSecond() - standing.since() > STILL_AFTER.toSeconds();
  }

  private static boolean mayBeSetGoing(WatchState now, SectorAt sector) {
    return now.sealing().get(sector.number()).setGoing() < SET_GOING_AT_MOST;
  }

  private static SectorTrouble trouble(SectorAt sector, String error, Instant at) {
    return new SectorTrouble(
        sector.number(), sector.state(), Reason.STANDS_STILL, error, at.getEpochSecond());
  }
}
