package io.lotusflow.worker;

import io.lotusflow.actor.ActorActivitiesImpl;
import io.lotusflow.alert.AlertActivitiesImpl;
import io.lotusflow.backup.BackupActivitiesImpl;
import io.lotusflow.benchmark.BenchmarkActivitiesImpl;
import io.lotusflow.benchmark.Benchmarks;
import io.lotusflow.build.BuildActivitiesImpl;
import io.lotusflow.catalogue.Catalogue;
import io.lotusflow.chain.ChainActivitiesImpl;
import io.lotusflow.chain.ExportActivitiesImpl;
import io.lotusflow.chain.SnapshotActivitiesImpl;
import io.lotusflow.deals.DealActivitiesImpl;
import io.lotusflow.firewall.DialActivitiesImpl;
import io.lotusflow.fleet.HostClock;
import io.lotusflow.handover.HandOverActivitiesImpl;
import io.lotusflow.home.Home;
import io.lotusflow.host.HostActivitiesImpl;
import io.lotusflow.job.JobActivitiesImpl;
import io.lotusflow.job.JobProgress;
import io.lotusflow.job.JobSteps;
import io.lotusflow.job.Jobs;
import io.lotusflow.migration.MigrationActivitiesImpl;
import io.lotusflow.miner.MinerActivitiesImpl;
import io.lotusflow.minerconfig.MinerConfigActivitiesImpl;
import io.lotusflow.node.ApiWait;
import io.lotusflow.node.NodeActivitiesImpl;
import io.lotusflow.node.NodeLeaseActivitiesImpl;
import io.lotusflow.params.ParamsActivitiesImpl;
import io.lotusflow.preflight.Preflight;
import io.lotusflow.preflight.PreflightActivitiesImpl;
import io.lotusflow.process.Programs;
import io.lotusflow.reset.LocalResetActivitiesImpl;
import io.lotusflow.restart.RestartActivitiesImpl;
import io.lotusflow.run.Patience;
import io.lotusflow.schedule.ScheduleActivitiesImpl;
import io.lotusflow.sealworker.SealHostActivitiesImpl;
import io.lotusflow.sealworker.SealWorkerActivitiesImpl;
import io.lotusflow.sealworker.SealWorkers;
import io.lotusflow.sector.SectorActivitiesImpl;
import io.lotusflow.sector.SectorRecoveryActivitiesImpl;
import io.lotusflow.sector.SectorWatchActivitiesImpl;
import io.lotusflow.sector.SnapUpActivitiesImpl;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServiceActivitiesImpl;
import io.lotusflow.storage.StorageActivitiesImpl;
import io.lotusflow.sync.SyncActivitiesImpl;
import io.lotusflow.upgrade.UpgradeActivitiesImpl;
import io.lotusflow.wallet.WalletActivitiesImpl;
import io.lotusflow.window.WindowActivitiesImpl;
import io.temporal.activity.Activity;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import java.util.List;

/** Everything a worker of this host can do. */
public final class Procedures {

  /**
   * With the server's pauses between them, a step is tried for about a minute before a person is
   * asked.
   */
  private static final int FAILURES = 6;

  /**
   * A plan that a record refuses fails the run with its message; else its task would be retried for
   * ever.
   */
  private static final WorkflowImplementationOptions REFUSE_BAD_PLANS =
      WorkflowImplementationOptions.newBuilder()
          .setFailWorkflowExceptionTypes(DataConverterException.class)
          .build();

  private Procedures() {}

  /**
   * Registers all procedures. Called once for each set of pollers, of which there is more than one
   * after an outage of the server; so what must exist once per process does not begin here.
   *
   * @param workflows polls the task queue that all hosts share
   * @param activities polls this host's own task queue
   */
  public static void register(Worker workflows, Worker activities, Home home) {
    workflows.registerWorkflowImplementationTypes(
        REFUSE_BAD_PLANS, Catalogue.WORKFLOWS.toArray(Class<?>[]::new));
    activities.registerActivitiesImplementations(implementations(home));
  }

  private static Object[] implementations(Home home) {
    Programs programs = new Programs();
    Jobs jobs = new Jobs(home.jobs());
    JobSteps steps = new JobSteps(jobs);
    ServiceActivities services = new ServiceActivitiesImpl(home);
    ApiWait apiWait = new ApiWait(services, Procedures::pulse);
    SnapshotActivitiesImpl snapshots =
        new SnapshotActivitiesImpl(programs, jobs, steps, Procedures::pulse);
    return new Object[] {
      new PreflightActivitiesImpl(new Preflight(false)),
      new HostActivitiesImpl(home, jobs),
      new BuildActivitiesImpl(home, jobs),
      services,
      new NodeActivitiesImpl(programs, apiWait),
      snapshots,
      new ChainActivitiesImpl(home, programs, steps, services, snapshots, Procedures::pulse),
      new ExportActivitiesImpl(jobs, steps, Procedures::pulse),
      new NodeLeaseActivitiesImpl(Procedures::pulse),
      new WindowActivitiesImpl(services, new HostClock(home)::ahead, Procedures::pulse),
      new MinerConfigActivitiesImpl(programs),
      new RestartActivitiesImpl(
          home.restarts(), new Benchmarks(home.benchmarks()), services, Procedures::pulse),
      new SyncActivitiesImpl(Procedures::pulse),
      new ParamsActivitiesImpl(steps),
      new WalletActivitiesImpl(programs, Procedures::pulse),
      new MinerActivitiesImpl(programs, jobs, steps, apiWait, Procedures::pulse),
      new StorageActivitiesImpl(programs, Procedures::pulse),
      new MigrationActivitiesImpl(
          home.migrations(),
          services,
          new SealWorkers(home.sealWorkers())::storagePaths,
          Procedures::pulse),
      new ScheduleActivitiesImpl(Procedures::pulse),
      new AlertActivitiesImpl(home.alerts()),
      new SectorActivitiesImpl(home.batches(), home.sectorEvidence(), Procedures::pulse),
      new SnapUpActivitiesImpl(programs, home.sectorEvidence(), Procedures::pulse),
      new SectorRecoveryActivitiesImpl(home.sectorEvidence(), Procedures::pulse),
      new SectorWatchActivitiesImpl(home.sectors(), home.sectorEvidence(), Procedures::pulse),
      new SealWorkerActivitiesImpl(
          new SealWorkers(home.sealWorkers()), services, Procedures::pulse),
      new SealHostActivitiesImpl(home, services),
      new DialActivitiesImpl(),
      new HandOverActivitiesImpl(home),
      new ActorActivitiesImpl(home.messages(), Procedures::pulse),
      new BenchmarkActivitiesImpl(new Benchmarks(home.benchmarks()), programs, steps, services),
      new DealActivitiesImpl(home.deals(), programs, steps, Procedures::pulse),
      new BackupActivitiesImpl(home, programs, services, Procedures::pulse),
      new LocalResetActivitiesImpl(Procedures::pulse),
      new UpgradeActivitiesImpl(home, programs, services, Procedures::pulse),
      new JobActivitiesImpl(jobs)
    };
  }

  /** The sign of life of the activity that asks. */
  private static void pulse(JobProgress progress) {
    Activity.getExecutionContext().heartbeat(progress);
  }

  /** What surrounds every workflow and activity. */
  public static List<WorkerInterceptor> interceptors(Home home) {
    return List.of(
        Catalogue.interceptor(), new Patience(FAILURES, home.failures(), Catalogue.ACTIVITIES));
  }
}
