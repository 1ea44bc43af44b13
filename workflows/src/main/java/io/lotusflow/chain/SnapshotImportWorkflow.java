package io.lotusflow.chain;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Fills an empty daemon repository from a snapshot. The daemon must not run; a chain that is there
 * is kept.
 */
@WorkflowInterface
public interface SnapshotImportWorkflow {
  @WorkflowMethod(name = "SnapshotImport")
  ImportedChain importSnapshot(SnapshotPlan plan);
}
