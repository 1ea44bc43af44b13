package io.lotusflow.sector;

import io.lotusflow.run.Parking;
import io.lotusflow.run.Steps;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Looks, acts where that is safe, waits where Lotus acts, and parks where a person must decide. */
public final class SectorRecoverWorkflowImpl implements SectorRecoverWorkflow {

  /** Lotus' own pause before another try is a minute. */
  private static final Duration LOTUS_TRIES_AFTER = Duration.ofMinutes(1);

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  @Override
  public SectorFinding recover(RecoverPlan plan) {
    SectorRecoveryActivities recovery =
        Steps.on(plan.scope().host(), SectorRecoveryActivities.class);
    SectorFinding finding = recovery.diagnose(plan);
    while (!plan.scope().dryRun() && finding.what() != SectorCase.FINE) {
      goOn(plan, finding, recovery);
      finding = recovery.diagnose(plan);
    }
    Parking.over();
    return finding;
  }

  private static void goOn(
      RecoverPlan plan, SectorFinding finding, SectorRecoveryActivities recovery) {
    if (finding.what().remedy() == SectorCase.Remedy.WAIT) {
      Workflow.sleep(LOTUS_TRIES_AFTER);
    } else if (finding.what().remedy() == SectorCase.Remedy.AUTOMATIC && !plan.onlyAsk()) {
      recovery.cure(plan, finding);
    } else {
      Parking.pause(
          "SectorRecovery.Diagnose",
          finding.what().problem().orElse(SectorProblem.SECTOR_MAY_BE_CURED),
          LOOK_AGAIN,
          finding.sector().number(),
          finding.sector().state(),
          finding.because());
    }
  }
}
