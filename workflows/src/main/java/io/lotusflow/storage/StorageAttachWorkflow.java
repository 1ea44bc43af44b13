package io.lotusflow.storage;

import io.lotusflow.run.Receipt;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * {@code lotusflow storage attach}: gives paths to a miner while it runs, and lets its service wait
 * for their file systems. Manual: 矿工自定义存储布局.
 */
@WorkflowInterface
public interface StorageAttachWorkflow {

  /** As a procedure, in the search attribute and in ids. */
  String PROCEDURE = "storage-attach";

  /** Paths that are attached already stay as they are. */
  @WorkflowMethod(name = "StorageAttach")
  Receipt attach(StorageAttachPlan plan);
}
