package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import java.time.Instant;
import java.util.List;

/** A sector that was seen not to move. */
final class StandingStill {

  private StandingStill() {}

  /** Does what its case allows; where a person must decide, that is what it fails with. */
  static Receipt setGoing(Recovery recovery, SectorAt sector, Instant now) {
    SectorFinding finding = recovery.diagnose(sector.number(), now);
    return switch (finding.what().remedy()) {
      case NOTHING, WAIT -> finding.receipt();
      case AUTOMATIC -> recovery.cure(finding, List.of(), now);
      case ASK ->
          throw finding
              .what()
              .problem()
              .orElseThrow()
              .because(sector.number(), finding.sector().state(), finding.because());
    };
  }
}
