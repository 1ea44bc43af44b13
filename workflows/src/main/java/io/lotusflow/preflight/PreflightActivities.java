package io.lotusflow.preflight;

import io.lotusflow.install.InstallPlan;
import io.temporal.activity.ActivityInterface;

/** Looks before anything is changed. */
@ActivityInterface(namePrefix = "Preflight.")
public interface PreflightActivities {

  /** Only reads. Findings that refuse are a problem of type PREFLIGHT_REFUSED, with all of them. */
  Findings check(InstallPlan plan);
}
