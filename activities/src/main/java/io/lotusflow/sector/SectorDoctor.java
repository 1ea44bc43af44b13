package io.lotusflow.sector;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks at all sectors of a miner that are not proven; changes nothing. */
public final class SectorDoctor {
  private final MinerApi miner;
  private final FullNode node;

  public SectorDoctor(MinerApi miner, FullNode node) {
    this.miner = miner;
    this.node = node;
  }

  /** Some calls for each that is not proven. */
  public List<SectorFinding> lookAtAll() {
    List<SectorFinding> findings = new ArrayList<>();
    Duration still = Recovery.stillAfter(node.version().blockDelay());
    MinerSight sight = MinerSight.of(miner, node);
    for (long number : numbers()) {
      SectorFinding found = new Diagnosis(sight.evidence(number, Instant.now()), still).of(number);
      if (!found.sector().state().equals("Removed")) {
        findings.add(found);
      }
    }
    return findings;
  }

  private List<Long> numbers() {
    return miner
        .sectorsByState()
        .map(
            counts ->
                counts.keySet().stream()
                    .filter(state -> SectorStage.of(state) != SectorStage.PROVING)
                    .flatMap(state -> miner.sectorsIn(List.of(state)).stream())
                    .sorted()
                    .toList())
        .orElseGet(miner::sectors);
  }
}
