package io.lotusflow.run;

import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;

/**
 * What an operator can say to a run that waits for a person. Every workflow listens; the root's
 * memo says which one of its tree is parked ({@link Attention#workflowId}). An update that fits
 * nothing is rejected and leaves no trace.
 */
@WorkflowInterface
public interface RunControl {

  /** Tries the parked step again, from a fresh count of attempts. */
  @UpdateMethod
  void resume();

  @UpdateValidatorMethod(updateName = "resume")
  void canResume();

  /**
   * Goes on without the parked step, where that is safe ({@link SkipAllowed}).
   *
   * @param step the step's type, so that nothing is skipped by mistake
   */
  @UpdateMethod
  void skip(String step);

  @UpdateValidatorMethod(updateName = "skip")
  void canSkip(String step);

  /** Undoes what is half done, then ends the run. */
  @UpdateMethod
  void abort(String reason);

  @UpdateValidatorMethod(updateName = "abort")
  void canAbort(String reason);

  /**
   * Allows what the run asks for.
   *
   * @param what as named by the run, so that nothing is allowed by mistake
   */
  @UpdateMethod
  void approve(String what);

  @UpdateValidatorMethod(updateName = "approve")
  void canApprove(String what);
}
