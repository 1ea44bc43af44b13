package io.lotusflow.backup;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** {@code lotusflow backup create}. Stops nothing. */
@WorkflowInterface
public interface BackupWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "backup";

  @WorkflowMethod(name = "Backup")
  Backup backUp(BackupPlan plan);
}
