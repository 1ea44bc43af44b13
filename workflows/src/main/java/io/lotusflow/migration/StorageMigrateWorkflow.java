package io.lotusflow.migration;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * {@code lotusflow storage migrate}: a miner's storage goes to other disks. Copied while it works,
 * stopped only for what changed at last; nothing old is deleted before its twin is proven. Manual:
 * 迁移存储路径 (which stops the miner first).
 */
@WorkflowInterface
public interface StorageMigrateWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "storage-migrate";

  @WorkflowMethod(name = "StorageMigrate")
  MigrationReport migrate(MigrationPlan plan);
}
