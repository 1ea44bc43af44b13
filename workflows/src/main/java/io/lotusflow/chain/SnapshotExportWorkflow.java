package io.lotusflow.chain;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Exports a running node's chain into a snapshot file: whole, proven and with its checksum beside
 * it, or not at all.
 *
 * <p>Has the node's lease from the choice of the tipset until Lotus has written the file, and no
 * longer: an export only reads, but it breaks when the node is stopped, and it is the stops (chain
 * reset, restart, upgrade) that the lease keeps apart. They wait for it, visibly; it waits for
 * them, or is skipped if a schedule started it. Compressing, proving and naming touch only the
 * file, and go on beside whatever is done to the node. Waiting for a person it never has the lease.
 */
@WorkflowInterface
public interface SnapshotExportWorkflow {
  @WorkflowMethod(name = "SnapshotExport")
  ExportedSnapshot export(ExportPlan plan);
}
