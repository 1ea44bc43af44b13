package io.lotusflow.node;

import java.time.Instant;

/**
 * A run that has, or wants, a node for itself.
 *
 * @param since when it asked
 */
public record LeaseHolder(String workflowId, String runId, Instant since) {

  public boolean isSameRun(LeaseHolder other) {
    return workflowId.equals(other.workflowId) && runId.equals(other.runId);
  }
}
