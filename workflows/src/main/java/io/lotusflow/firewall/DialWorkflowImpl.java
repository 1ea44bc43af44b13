package io.lotusflow.firewall;

import io.lotusflow.run.Steps;
import java.time.Duration;

/** Somebody sits before the screen and waits. */
public final class DialWorkflowImpl implements DialWorkflow {

  /** A port that swallows what comes costs half a second. */
  public static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

  @Override
  public Dialled dial(DialPlan plan) {
    return Steps.tryingFor(ANSWERS_WITHIN, plan.scope().host(), DialActivities.class).dial(plan);
  }
}
