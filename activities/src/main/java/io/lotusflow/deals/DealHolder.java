package io.lotusflow.deals;

/**
 * For whom deals are off.
 *
 * @param workflowId empty = until somebody asks for them again
 * @param pause which of the run's pauses
 */
record DealHolder(String workflowId, String runId, String pause) {

  /** Not a run, but whoever said {@code deals disable}. */
  static final DealHolder OPERATOR = new DealHolder("", "", "disable");

  boolean isRun() {
    return !workflowId.isEmpty();
  }

  @Override
  public String toString() {
    return isRun() ? workflowId : "deals disable";
  }
}
