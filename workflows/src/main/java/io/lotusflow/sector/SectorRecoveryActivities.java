package io.lotusflow.sector;

import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** Finds out what is the matter with a sector, and does what is provably safe. */
@ActivityInterface(namePrefix = "SectorRecovery.")
public interface SectorRecoveryActivities {

  /** Only reads. */
  SectorFinding diagnose(RecoverPlan plan);

  /**
   * Does what the case allows, after what was seen is kept in a file; looks again first, and does
   * nothing where the case is another one by now. At most three times a day for one sector and
   * twenty times an hour for all of a miner.
   */
  Receipt cure(RecoverPlan plan, SectorFinding finding);
}
