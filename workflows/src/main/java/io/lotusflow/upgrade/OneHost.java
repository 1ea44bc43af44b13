package io.lotusflow.upgrade;

import io.lotusflow.backup.Backup;
import io.lotusflow.backup.BackupActivities;
import io.lotusflow.build.BuildActivities;
import io.lotusflow.build.Installed;
import io.lotusflow.chain.ChainActivities;
import io.lotusflow.chain.ChainNode;
import io.lotusflow.deals.DealsPlan;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Steps;
import io.lotusflow.sealworker.SealWorkerActivities;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.service.ServiceActivities;
import io.lotusflow.service.ServicePlan;
import java.util.List;
import java.util.Optional;

/**
 * One host on its way from one version to another; its steps run there.
 *
 * @param backup made before the switch; a rollback has none
 */
record OneHost(HostUpgrade plan, InUse before, Installed next, Changes changes, Backup backup) {

  /** As it is now; what it was before stays what is put back. */
  OneHost seenAgain(InUse now) {
    return new OneHost(plan, before.seenAgain(now), next, changes, backup);
  }

  UpgradeActivities upgrades() {
    return on(UpgradeActivities.class);
  }

  BuildActivities builds() {
    return on(BuildActivities.class);
  }

  ServiceActivities services() {
    return on(ServiceActivities.class);
  }

  ChainActivities chain() {
    return on(ChainActivities.class);
  }

  SealWorkerActivities workers() {
    return on(SealWorkerActivities.class);
  }

  BackupActivities backups() {
    return on(BackupActivities.class);
  }

  <T> T on(Class<T> activities) {
    return Steps.on(id(), activities);
  }

  HostId id() {
    return plan.scope().host();
  }

  Optional<DaemonPlan> daemon() {
    return plan.node().map(ChainNode::daemon).filter(any -> before.runs(any.service()));
  }

  Optional<MinerPlan> miner() {
    return plan.miner().filter(any -> before.runs(any.service()));
  }

  /** Of a miner that ran. */
  Optional<DealsPlan> deals() {
    return miner().flatMap(any -> plan.deals());
  }

  List<SealWorkerPlan> workersThatRan() {
    return plan.workers().stream().filter(any -> before.runs(any.service())).toList();
  }

  /** As the version in use has it. */
  ServicePlan unitBefore(ServicePlan service) {
    return plan.before().stream()
        .filter(old -> old.unit().name().equals(service.unit().name()))
        .findFirst()
        .orElse(service);
  }

  /** Link and units of the new version; nothing of it runs yet. */
  void switchOver() {
    builds().switchTo(plan.build(), next);
    plan.node().map(node -> node.daemon().service()).ifPresent(services()::install);
    plan.miner().map(MinerPlan::service).ifPresent(services()::install);
    plan.workers().forEach(worker -> services().install(worker.service()));
  }

  /** Link and units of the version before; nothing of the new one runs any more. */
  void putBack() {
    builds().switchTo(plan.build(), before.version());
    plan.before().forEach(services()::install);
  }
}
