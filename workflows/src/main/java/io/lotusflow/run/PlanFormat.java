package io.lotusflow.run;

/**
 * Up to where a worker understands what runs are made of. Two versions of lotusflow with the same
 * number may work on the same runs; a worker with a smaller number than a run was started with
 * keeps its hands off it.
 */
public final class PlanFormat {

  /**
   * Raised when an older worker would misread a plan, or go on with a run where it must not: a new
   * procedure or step, a {@code getVersion} that it does not know.
   */
  public static final int CURRENT = 1;

  private PlanFormat() {}
}
