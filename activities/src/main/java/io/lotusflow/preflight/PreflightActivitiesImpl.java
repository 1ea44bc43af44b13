package io.lotusflow.preflight;

import io.lotusflow.install.InstallPlan;
import io.lotusflow.run.Receipt;
import java.util.List;
import java.util.stream.Collectors;

/** Looks at the host that runs this. */
public final class PreflightActivitiesImpl implements PreflightActivities {
  private final Preflight preflight;

  public PreflightActivitiesImpl(Preflight preflight) {
    this.preflight = preflight;
  }

  @Override
  public Findings check(InstallPlan plan) {
    List<Finding> findings = preflight.look(plan);
    String refusals =
        findings.stream()
            .filter(finding -> finding.level() == Finding.Level.REFUSE)
            .map(
                finding ->
                    finding.seen() + (finding.seen().contains("\n") ? '\n' : ' ') + finding.fix())
            .collect(Collectors.joining("\n"));
    if (!refusals.isEmpty() && !plan.scope().dryRun()) {
      throw PreflightProblem.PREFLIGHT_REFUSED.because(refusals);
    }
    return new Findings(Receipt.alreadySo(summary(findings)), findings);
  }

  /** What is not well, in a line. */
  private static String summary(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.level() != Finding.Level.OK)
        .map(finding -> finding.level() + " " + finding.check())
        .collect(Collectors.joining(", "));
  }
}
