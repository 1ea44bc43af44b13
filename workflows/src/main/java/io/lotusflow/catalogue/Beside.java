package io.lotusflow.catalogue;

import io.lotusflow.actor.ActorWorkflow;
import io.lotusflow.backup.BackupWorkflow;
import io.lotusflow.benchmark.BenchmarkWorkflow;
import io.lotusflow.chain.ChainKeepWorkflow;
import io.lotusflow.deals.DealsWorkflow;
import io.lotusflow.migration.StorageMigrateWorkflow;
import io.lotusflow.sealworker.SealWorkerWorkflow;
import io.lotusflow.sector.SectorPledgeWorkflow;
import io.lotusflow.sector.SectorRecoverWorkflow;
import io.lotusflow.sector.SectorSetStateWorkflow;
import io.lotusflow.sector.SectorSnapUpWorkflow;
import io.lotusflow.sector.SectorWatchWorkflow;
import io.lotusflow.storage.StorageAttachWorkflow;
import io.lotusflow.wallet.WalletBackupWorkflow;
import io.lotusflow.wallet.WalletNewWorkflow;
import java.util.Map;

/**
 * Procedures that only look after something, for hours or for ever, touch one sector, or are the
 * machine's guests: they occupy no node, and no other run waits for them. What they need of the
 * node while it is stopped they try again.
 */
public final class Beside {

  /** Workflow type by procedure. */
  private static final Map<String, String> ALL =
      Map.ofEntries(
          Map.entry(ActorWorkflow.PROCEDURE, "Actor"),
          Map.entry(BackupWorkflow.PROCEDURE, "Backup"),
          Map.entry(BenchmarkWorkflow.PROCEDURE, "Benchmark"),
          Map.entry(ChainKeepWorkflow.PROCEDURE, "ChainKeep"),
          Map.entry(DealsWorkflow.PROCEDURE, "Deals"),
          Map.entry(SealWorkerWorkflow.PROCEDURE, "SealWorker"),
          Map.entry(SectorPledgeWorkflow.PROCEDURE, "SectorPledge"),
          Map.entry(SectorRecoverWorkflow.PROCEDURE, "SectorRecover"),
          Map.entry(SectorSetStateWorkflow.PROCEDURE, "SectorSetState"),
          Map.entry(SectorSnapUpWorkflow.PROCEDURE, "SectorSnapUp"),
          Map.entry(SectorWatchWorkflow.PROCEDURE, "SectorWatch"),
          Map.entry(StorageAttachWorkflow.PROCEDURE, "StorageAttach"),
          Map.entry(StorageMigrateWorkflow.PROCEDURE, "StorageMigrate"),
          Map.entry(WalletBackupWorkflow.PROCEDURE, "WalletBackup"),
          Map.entry(WalletNewWorkflow.PROCEDURE, "WalletNew"));

  private Beside() {}

  public static boolean isProcedure(String name) {
    return ALL.containsKey(name);
  }

  public static boolean isType(String workflowType) {
    return ALL.containsValue(workflowType);
  }
}
