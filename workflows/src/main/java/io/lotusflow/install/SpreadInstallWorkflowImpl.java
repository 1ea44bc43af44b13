package io.lotusflow.install;

import io.lotusflow.build.BuildWorkflow;
import io.lotusflow.build.Installed;
import io.lotusflow.chain.SnapshotImportWorkflow;
import io.lotusflow.handover.HandOver;
import io.lotusflow.host.HostPrepareWorkflow;
import io.lotusflow.miner.MinerInitWorkflow;
import io.lotusflow.miner.MinerReport;
import io.lotusflow.node.NodeLease;
import io.lotusflow.node.NodeStartWorkflow;
import io.lotusflow.params.ParamsFetchWorkflow;
import io.lotusflow.preflight.PreflightActivities;
import io.lotusflow.run.Children;
import io.lotusflow.run.Steps;
import io.lotusflow.run.Together;
import io.lotusflow.sync.ChainHead;
import io.lotusflow.sync.SyncWaitWorkflow;
import java.util.List;
import java.util.Optional;

/** The manual, chapter by chapter, each on the host that it is about. */
public final class SpreadInstallWorkflowImpl implements SpreadInstallWorkflow {

  @Override
  public InstallReport install(SpreadInstallPlan plan) {
    Together.each(
        plan.hosts(), host -> Steps.on(host.host(), PreflightActivities.class).check(host.alone()));
    return NodeLease.hold(plan.scope(), () -> chapters(plan));
  }

  private static InstallReport chapters(SpreadInstallPlan plan) {
    List<Installed> installed = Together.each(plan.hosts(), SpreadInstallWorkflowImpl::prepare);
    HostInstall first = plan.withDaemon().or(plan::withMiner).orElseThrow();
    ChainHead head = startDaemon(first);
    Optional<MinerReport> miner = plan.withMiner().map(SpreadInstallWorkflowImpl::makeMiner);
    return new InstallReport(installed.get(0), first.alone().sync().node(), head, miner);
  }

  private static Installed prepare(HostInstall host) {
    part(host, HostPrepareWorkflow.class, "host").prepare(host.alone().host());
    Installed installed = part(host, BuildWorkflow.class, "build").build(host.alone().build());
    host.params()
        .ifPresent(params -> part(host, ParamsFetchWorkflow.class, "params").fetch(params));
    return installed;
  }

  /** Where it is nobody's of ours, its miner only waits for it. */
  private static ChainHead startDaemon(HostInstall host) {
    InstallPlan alone = host.alone();
    alone
        .snapshot()
        .ifPresent(
            snapshot ->
                part(host, SnapshotImportWorkflow.class, "snapshot").importSnapshot(snapshot));
    alone.daemon().ifPresent(daemon -> part(host, NodeStartWorkflow.class, "node").start(daemon));
    return part(host, SyncWaitWorkflow.class, "sync").await(alone.sync());
  }

  private static MinerReport makeMiner(HostInstall host) {
    host.token().ifPresent(HandOver::run);
    return part(host, MinerInitWorkflow.class, "miner").init(host.alone().miner().orElseThrow());
  }

  private static <T> T part(HostInstall host, Class<T> procedure, String name) {
    return Children.procedureOn(procedure, name, host.scope());
  }
}
