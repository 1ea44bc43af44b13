package io.lotusflow.sealworker;

import io.lotusflow.run.Unattended;
import io.temporal.activity.ActivityInterface;

/** A host that has seal workers, or shall have some. */
@ActivityInterface(namePrefix = "SealHost.")
public interface SealHostActivities {

  /** What is there. Changes nothing. */
  @Unattended
  HostSurvey survey(SurveyPlan plan);
}
