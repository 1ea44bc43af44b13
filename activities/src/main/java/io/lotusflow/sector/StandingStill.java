package io.lotusflow.sector;

import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.SectorStatus;
import io.lotusflow.run.Receipt;

/** A sector whose handler gave up: neither job nor error, and nothing happens by itself. */
final class StandingStill {

  private StandingStill() {}

  /** By giving it the state that it is in; not if it has moved or somebody works on it. */
  static Receipt setGoing(MinerApi miner, SectorAt sector) {
    String now = miner.sector(sector.number()).map(SectorStatus::state).orElse("Removed");
    if (!now.equals(sector.state()) || miner.sectorsWithJobs().contains(sector.number())) {
      return Receipt.alreadySo("sector %d moves: %s".formatted(sector.number(), now));
    }
    miner.setState(sector.number(), sector.state());
    return Receipt.done(
        "sector %d is set to %s again".formatted(sector.number(), sector.state()),
        "lotus-miner sectors update-state --really-do-it %d %s"
            .formatted(sector.number(), sector.state()));
  }
}
