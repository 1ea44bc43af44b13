package io.lotusflow.chain;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Fetches a snapshot and proves it, and leaves it where it is. No node is touched; one may run, and
 * have a chain.
 */
@WorkflowInterface
public interface SnapshotFetchWorkflow {
  @WorkflowMethod(name = "SnapshotFetch")
  SnapshotFile fetch(SnapshotPlan plan);
}
