package io.lotusflow.sealworker;

import io.lotusflow.run.Steps;
import java.time.Duration;

/** Somebody sits before the screen and waits. */
public final class SealHostWorkflowImpl implements SealHostWorkflow {

  /** Enough for some workers that hang, each of which takes seven seconds. */
  public static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

  @Override
  public HostSurvey look(SurveyPlan plan) {
    return Steps.tryingFor(ANSWERS_WITHIN, plan.scope().host(), SealHostActivities.class)
        .survey(plan);
  }
}
