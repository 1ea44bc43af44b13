package io.lotusflow.catalogue;

import io.lotusflow.actor.ActorWorkflow;
import io.lotusflow.chain.ChainKeepWorkflow;
import io.lotusflow.sealworker.SealWorkerWorkflow;
import io.lotusflow.sector.SectorPledgeWorkflow;
import io.lotusflow.sector.SectorSetStateWorkflow;
import io.lotusflow.sector.SectorWatchWorkflow;
import io.lotusflow.storage.StorageAttachWorkflow;
import io.lotusflow.wallet.WalletBackupWorkflow;
import io.lotusflow.wallet.WalletNewWorkflow;
import java.util.Map;

/**
 * Procedures that only look after something, for hours or for ever, or touch one sector: they
 * occupy no node, and no other run waits for them. What they need of the node while it is stopped
 * they try again.
 */
public final class Beside {

  /** Workflow type by procedure. */
  private static final Map<String, String> ALL =
      Map.of(
          ActorWorkflow.PROCEDURE, "Actor",
          ChainKeepWorkflow.PROCEDURE, "ChainKeep",
          SealWorkerWorkflow.PROCEDURE, "SealWorker",
          SectorPledgeWorkflow.PROCEDURE, "SectorPledge",
          SectorSetStateWorkflow.PROCEDURE, "SectorSetState",
          SectorWatchWorkflow.PROCEDURE, "SectorWatch",
          StorageAttachWorkflow.PROCEDURE, "StorageAttach",
          WalletBackupWorkflow.PROCEDURE, "WalletBackup",
          WalletNewWorkflow.PROCEDURE, "WalletNew");

  private Beside() {}

  public static boolean isProcedure(String name) {
    return ALL.containsKey(name);
  }

  public static boolean isType(String workflowType) {
    return ALL.containsValue(workflowType);
  }
}
