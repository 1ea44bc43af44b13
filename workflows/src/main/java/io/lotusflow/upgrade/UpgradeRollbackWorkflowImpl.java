package io.lotusflow.upgrade;

import io.lotusflow.backup.Backup;
import io.lotusflow.build.Installed;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** The switch of an upgrade, the other way round. */
public final class UpgradeRollbackWorkflowImpl implements UpgradeRollbackWorkflow {

  private static final String LIMIT = "old-limit";

  @Override
  public UpgradeReport rollBack(UpgradePlan asked) {
    boolean limited =
        Workflow.getVersion(LIMIT, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION;
    UpgradePlan plan = asked.reachingMiner();
    List<OneHost> hosts = new ArrayList<>();
    List<OldLimit> limits = new ArrayList<>();
    for (HostUpgrade host : plan.hosts()) {
      UpgradeActivities upgrades = Steps.on(host.scope().host(), UpgradeActivities.class);
      Installed old = upgrades.findOld(host);
      if (limited) {
        limits.add(upgrades.findLimit(host));
      }
      InUse before = upgrades.survey(host, true);
      // The way back of a way back: both versions know what the network does until then.
      Changes none = new Changes(Receipt.alreadySo(""), List.of(), List.of(), -1);
      Backup noBackup = new Backup(Receipt.alreadySo(""), "", List.of());
      hosts.add(new OneHost(host, before, old, none, noBackup));
    }
    return new UpgradeRun(plan, hosts, limits).untilDone();
  }
}
