package io.lotusflow.backup;

import io.lotusflow.run.Receipt;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** {@code lotusflow backup restore}. */
@WorkflowInterface
public interface BackupRestoreWorkflow {
  @WorkflowMethod(name = "BackupRestore")
  Receipt restore(RestorePlan plan);
}
