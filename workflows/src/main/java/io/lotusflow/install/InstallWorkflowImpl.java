package io.lotusflow.install;

import io.lotusflow.build.BuildWorkflow;
import io.lotusflow.build.Installed;
import io.lotusflow.chain.SnapshotImportWorkflow;
import io.lotusflow.host.HostPrepareWorkflow;
import io.lotusflow.miner.MinerInitWorkflow;
import io.lotusflow.miner.MinerReport;
import io.lotusflow.node.NodeLease;
import io.lotusflow.node.NodeStartWorkflow;
import io.lotusflow.params.ParamsFetchWorkflow;
import io.lotusflow.preflight.PreflightActivities;
import io.lotusflow.run.Children;
import io.lotusflow.run.Steps;
import io.lotusflow.sync.ChainHead;
import io.lotusflow.sync.SyncWaitWorkflow;
import java.util.Optional;

/** The manual, chapter by chapter. */
public final class InstallWorkflowImpl implements InstallWorkflow {

  @Override
  public InstallReport install(InstallPlan plan) {
    Steps.on(plan.scope().host(), PreflightActivities.class).check(plan);
    return NodeLease.holdSinceLeases(plan.scope(), () -> chapters(plan));
  }

  private static InstallReport chapters(InstallPlan plan) {
    part(plan, HostPrepareWorkflow.class, "host").prepare(plan.host());
    Installed installed = part(plan, BuildWorkflow.class, "build").build(plan.build());
    plan.miner()
        .ifPresent(miner -> part(plan, ParamsFetchWorkflow.class, "params").fetch(miner.params()));
    plan.snapshot()
        .ifPresent(
            snapshot ->
                part(plan, SnapshotImportWorkflow.class, "snapshot").importSnapshot(snapshot));
    plan.daemon().ifPresent(daemon -> part(plan, NodeStartWorkflow.class, "node").start(daemon));
    ChainHead head = part(plan, SyncWaitWorkflow.class, "sync").await(plan.sync());
    Optional<MinerReport> miner =
        plan.miner().map(wanted -> part(plan, MinerInitWorkflow.class, "miner").init(wanted));
    return new InstallReport(installed, plan.sync().node(), head, miner);
  }

  private static <T> T part(InstallPlan plan, Class<T> procedure, String name) {
    return Children.procedure(procedure, name, plan.scope());
  }
}
