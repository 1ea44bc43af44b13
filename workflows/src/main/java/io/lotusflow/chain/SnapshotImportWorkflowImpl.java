package io.lotusflow.chain;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;

/** Looks first; a repository with a chain is left as it is. */
public final class SnapshotImportWorkflowImpl implements SnapshotImportWorkflow {

  @Override
  public ImportedChain importSnapshot(SnapshotPlan plan) {
    SnapshotActivities snapshots = Steps.on(plan.scope().host(), SnapshotActivities.class);
    ImportedChain there = snapshots.inspect(plan);
    if (there.receipt().outcome() == Receipt.Outcome.ALREADY_SO) {
      return there;
    }
    SnapshotSource source = snapshots.resolve(plan);
    SnapshotFile file = snapshots.fetch(plan, source);
    ImportedChain imported = snapshots.importBeside(plan, file);
    snapshots.discard(plan, file);
    return imported;
  }
}
