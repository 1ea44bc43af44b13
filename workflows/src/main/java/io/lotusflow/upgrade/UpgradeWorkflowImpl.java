package io.lotusflow.upgrade;

import io.lotusflow.backup.Backup;
import io.lotusflow.backup.BackupActivities;
import io.lotusflow.backup.BackupName;
import io.lotusflow.build.BuildActivities;
import io.lotusflow.build.BuildPlan;
import io.lotusflow.build.Compiled;
import io.lotusflow.build.Installed;
import io.lotusflow.build.Source;
import io.lotusflow.build.Toolchain;
import io.lotusflow.params.ParamsActivities;
import io.lotusflow.params.ParamsPlan;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Parking;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Steps;
import io.lotusflow.run.Together;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Ready beside the running version, then switched in. */
public final class UpgradeWorkflowImpl implements UpgradeWorkflow {

  private static final String AT_ONCE = "hosts-at-once";

  @Override
  public UpgradeReport upgrade(UpgradePlan asked) {
    UpgradePlan plan = asked.reachingMiner();
    List<InUse> found = new ArrayList<>();
    plan.hosts().forEach(host -> found.add(on(host, UpgradeActivities.class).survey(host, false)));
    List<OneHost> ready = prepareAll(plan.hosts(), found);
    if (ready.stream().allMatch(UpgradeWorkflowImpl::isInUse)) {
      return nothingToDo(ready.get(0));
    }
    askAboutChanges(plan, ready);
    List<OneHost> saved = ready.stream().map(UpgradeWorkflowImpl::save).toList();
    return new UpgradeRun(plan, saved, List.of()).untilDone();
  }

  /** Builds take long: all hosts at once, since there was a run over several. */
  private static List<OneHost> prepareAll(List<HostUpgrade> hosts, List<InUse> found) {
    List<Integer> all = IntStream.range(0, hosts.size()).boxed().toList();
    boolean oneByOne =
        hosts.size() == 1
            || Workflow.getVersion(AT_ONCE, Workflow.DEFAULT_VERSION, 1)
                == Workflow.DEFAULT_VERSION;
    Function<Integer, OneHost> one = i -> prepare(hosts.get(i), found.get(i));
    return oneByOne ? all.stream().map(one).toList() : Together.each(all, one);
  }

  private static <T> T on(HostUpgrade host, Class<T> activities) {
    HostId id = host.scope().host();
    return Steps.on(id, activities);
  }

  /** The running version is not touched: a failure here parks, and nothing is to be undone. */
  private static OneHost prepare(HostUpgrade host, InUse before) {
    BuildActivities builds = on(host, BuildActivities.class);
    BuildPlan build = host.build();
    Source source = builds.checkout(build);
    Toolchain go = builds.provideGo(build, source);
    Toolchain rust = builds.provideRust(build, source);
    Compiled compiled = builds.compile(build, source, go, rust);
    Installed next = named(build, builds.installVersion(build, compiled));
    host.params().ifPresent(params -> on(host, ParamsActivities.class).fetch(with(params, next)));
    Changes changes = on(host, UpgradeActivities.class).compare(host, before, next);
    return new OneHost(host, before, next, changes, NO_BACKUP);
  }

  private static final Backup NO_BACKUP = new Backup(Receipt.alreadySo(""), "", List.of());

  private static ParamsPlan with(ParamsPlan params, Installed next) {
    return new ParamsPlan(
        params.scope(),
        next.bin() + "/lotus",
        params.sectorSize(),
        params.folder(),
        params.access());
  }

  /** A dry run knows no more of what would be built than its tag. */
  private static Installed named(BuildPlan build, Installed installed) {
    return build.scope().dryRun()
        ? new Installed(
            installed.receipt(),
            installed.version(),
            build.ref(),
            build.prefix() + "/versions/" + build.ref() + "/bin")
        : installed;
  }

  /** Of link and processes. What would be built has no name yet in a dry run. */
  private static boolean isInUse(OneHost host) {
    return !host.plan().scope().dryRun()
        && host.next().label().equals(host.before().version().label())
        && host.before().strangers().isEmpty();
  }

  private static UpgradeReport nothingToDo(OneHost host) {
    String label = host.next().label();
    return new UpgradeReport(
        Receipt.alreadySo(label + " is in use"),
        label,
        label,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  private static void askAboutChanges(UpgradePlan plan, List<OneHost> hosts) {
    List<String> severe = new ArrayList<>();
    for (OneHost host : hosts) {
      host.changes().lostKeys().forEach(key -> severe.add("it ignores " + key));
      if (host.changes().noWayBackFrom() >= 0 && !host.changes().unfinished().isEmpty()) {
        severe.add("sectors to finish first: " + host.changes().unfinished());
      }
    }
    if (!severe.isEmpty() && !plan.accepted() && !plan.scope().dryRun()) {
      Parking.awaitApproval(
          "Upgrade.Compare",
          UpgradeProblem.UPGRADE_CHANGES,
          hosts.get(0).next().label(),
          String.join("; ", severe));
    }
  }

  private static OneHost save(OneHost host) {
    Backup backup =
        on(host.plan(), BackupActivities.class).create(host.plan().backup(), BackupName.ofNow());
    return new OneHost(host.plan(), host.before(), host.next(), host.changes(), backup);
  }
}
