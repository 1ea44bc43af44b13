package io.lotusflow.catalogue;

import io.lotusflow.actor.ActorActivities;
import io.lotusflow.actor.ActorWorkflowImpl;
import io.lotusflow.alert.AlertActivities;
import io.lotusflow.alert.AlertWorkflowImpl;
import io.lotusflow.backup.BackupActivities;
import io.lotusflow.backup.BackupRestoreWorkflowImpl;
import io.lotusflow.backup.BackupWorkflowImpl;
import io.lotusflow.benchmark.BenchmarkActivities;
import io.lotusflow.benchmark.BenchmarkWorkflowImpl;
import io.lotusflow.build.BuildActivities;
import io.lotusflow.build.BuildWorkflowImpl;
import io.lotusflow.chain.ChainActivities;
import io.lotusflow.chain.ChainKeepWorkflowImpl;
import io.lotusflow.chain.ChainResetWorkflowImpl;
import io.lotusflow.chain.ChainRollbackWorkflowImpl;
import io.lotusflow.chain.ExportActivities;
import io.lotusflow.chain.SnapshotActivities;
import io.lotusflow.chain.SnapshotExportWorkflowImpl;
import io.lotusflow.chain.SnapshotFetchWorkflowImpl;
import io.lotusflow.chain.SnapshotImportWorkflowImpl;
import io.lotusflow.deals.DealActivities;
import io.lotusflow.deals.DealsWorkflowImpl;
import io.lotusflow.firewall.DialActivities;
import io.lotusflow.firewall.DialWorkflowImpl;
import io.lotusflow.fleet.HostWorkflowImpl;
import io.lotusflow.handover.HandOverActivities;
import io.lotusflow.host.HostActivities;
import io.lotusflow.host.HostPrepareWorkflowImpl;
import io.lotusflow.install.InstallWorkflowImpl;
import io.lotusflow.install.SpreadInstallWorkflowImpl;
import io.lotusflow.job.JobActivities;
import io.lotusflow.migration.MigrationActivities;
import io.lotusflow.migration.StorageMigrateWorkflowImpl;
import io.lotusflow.miner.MinerActivities;
import io.lotusflow.miner.MinerInitWorkflowImpl;
import io.lotusflow.minerconfig.MinerConfigActivities;
import io.lotusflow.minerconfig.MinerConfigWorkflowImpl;
import io.lotusflow.node.NodeActivities;
import io.lotusflow.node.NodeLeaseActivities;
import io.lotusflow.node.NodeLeaseWorkflowImpl;
import io.lotusflow.node.NodeStartWorkflowImpl;
import io.lotusflow.params.ParamsActivities;
import io.lotusflow.params.ParamsFetchWorkflowImpl;
import io.lotusflow.preflight.PreflightActivities;
import io.lotusflow.reset.LocalResetActivities;
import io.lotusflow.reset.LocalResetWorkflowImpl;
import io.lotusflow.restart.RestartActivities;
import io.lotusflow.restart.RestartWorkflowImpl;
import io.lotusflow.run.ProcedureInterceptor;
import io.lotusflow.schedule.ScheduleActivities;
import io.lotusflow.schedule.ScheduledWorkflowImpl;
import io.lotusflow.sealworker.SealHostActivities;
import io.lotusflow.sealworker.SealHostWorkflowImpl;
import io.lotusflow.sealworker.SealWorkerActivities;
import io.lotusflow.sealworker.SealWorkerWorkflowImpl;
import io.lotusflow.sector.SectorActivities;
import io.lotusflow.sector.SectorPledgeWorkflowImpl;
import io.lotusflow.sector.SectorRecoverWorkflowImpl;
import io.lotusflow.sector.SectorRecoveryActivities;
import io.lotusflow.sector.SectorSetStateWorkflowImpl;
import io.lotusflow.sector.SectorSnapUpWorkflowImpl;
import io.lotusflow.sector.SectorWatchActivities;
import io.lotusflow.sector.SectorWatchWorkflowImpl;
import io.lotusflow.sector.SnapUpActivities;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServiceWorkflowImpl;
import io.lotusflow.storage.StorageActivities;
import io.lotusflow.storage.StorageAttachWorkflowImpl;
import io.lotusflow.sync.SyncActivities;
import io.lotusflow.sync.SyncWaitWorkflowImpl;
import io.lotusflow.upgrade.UpgradeActivities;
import io.lotusflow.upgrade.UpgradeRollbackWorkflowImpl;
import io.lotusflow.upgrade.UpgradeWorkflowImpl;
import io.lotusflow.wallet.WalletActivities;
import io.lotusflow.wallet.WalletBackupWorkflowImpl;
import io.lotusflow.wallet.WalletNewWorkflowImpl;
import io.lotusflow.window.WindowActivities;
import java.util.List;

/** Every procedure and every activity interface. */
public final class Catalogue {

  /** A worker of the workflow queue runs all of them. */
  public static final List<Class<?>> WORKFLOWS =
      List.of(
          InstallWorkflowImpl.class,
          SpreadInstallWorkflowImpl.class,
          HostPrepareWorkflowImpl.class,
          BuildWorkflowImpl.class,
          ServiceWorkflowImpl.class,
          NodeStartWorkflowImpl.class,
          SnapshotFetchWorkflowImpl.class,
          SnapshotImportWorkflowImpl.class,
          SyncWaitWorkflowImpl.class,
          ParamsFetchWorkflowImpl.class,
          MinerInitWorkflowImpl.class,
          ScheduledWorkflowImpl.class,
          AlertWorkflowImpl.class,
          ChainResetWorkflowImpl.class,
          ChainRollbackWorkflowImpl.class,
          ChainKeepWorkflowImpl.class,
          SnapshotExportWorkflowImpl.class,
          NodeLeaseWorkflowImpl.class,
          SectorPledgeWorkflowImpl.class,
          SectorWatchWorkflowImpl.class,
          SectorSetStateWorkflowImpl.class,
          SectorRecoverWorkflowImpl.class,
          SectorSnapUpWorkflowImpl.class,
          SealWorkerWorkflowImpl.class,
          SealHostWorkflowImpl.class,
          DialWorkflowImpl.class,
          HostWorkflowImpl.class,
          StorageAttachWorkflowImpl.class,
          RestartWorkflowImpl.class,
          MinerConfigWorkflowImpl.class,
          StorageMigrateWorkflowImpl.class,
          ActorWorkflowImpl.class,
          WalletNewWorkflowImpl.class,
          WalletBackupWorkflowImpl.class,
          BenchmarkWorkflowImpl.class,
          DealsWorkflowImpl.class,
          BackupWorkflowImpl.class,
          BackupRestoreWorkflowImpl.class,
          LocalResetWorkflowImpl.class,
          UpgradeWorkflowImpl.class,
          UpgradeRollbackWorkflowImpl.class);

  /** A worker of a host's queue implements all of them. */
  public static final List<Class<?>> ACTIVITIES =
      List.of(
          PreflightActivities.class,
          HostActivities.class,
          BuildActivities.class,
          ServiceActivities.class,
          NodeActivities.class,
          SnapshotActivities.class,
          SyncActivities.class,
          ParamsActivities.class,
          WalletActivities.class,
          MinerActivities.class,
          StorageActivities.class,
          MigrationActivities.class,
          ScheduleActivities.class,
          AlertActivities.class,
          ChainActivities.class,
          ExportActivities.class,
          NodeLeaseActivities.class,
          WindowActivities.class,
          RestartActivities.class,
          MinerConfigActivities.class,
          SectorActivities.class,
          SectorWatchActivities.class,
          SectorRecoveryActivities.class,
          SnapUpActivities.class,
          SealWorkerActivities.class,
          SealHostActivities.class,
          DialActivities.class,
          HandOverActivities.class,
          ActorActivities.class,
          BenchmarkActivities.class,
          DealActivities.class,
          BackupActivities.class,
          LocalResetActivities.class,
          UpgradeActivities.class,
          JobActivities.class);

  private Catalogue() {}

  /** Goes into the worker factory of every worker, and of every test that replays a history. */
  public static ProcedureInterceptor interceptor() {
    return new ProcedureInterceptor(ACTIVITIES);
  }
}
