package io.lotusflow.cli;

import io.lotusflow.build.Installed;
import io.lotusflow.sealworker.HostSurvey;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.sealworker.SealWorkers;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.settings.Plans;
import io.lotusflow.upgrade.HostUpgrade;
import io.lotusflow.upgrade.VersionInUse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together what another version means for each host. */
final class UpgradeParts {

  private final Session session;

  UpgradeParts(Session session) {
    this.session = session;
  }

  /**
   * This host's part.
   *
   * @param now without waiting until seal workers are quiet
   */
  HostUpgrade here(Plans plans, String ref, boolean now) {
    if (plans.daemon().isEmpty() && plans.miner().isEmpty()) {
      throw session.complaint(Exit.USAGE, "upgrade.nothing-here");
    }
    Plans target = at(plans, ref);
    return target.upgrade(workers(target, now), new KnownServices(session, inUse(plans)).all());
  }

  private Plans at(Plans plans, String ref) {
    try {
      return plans.at(ref);
    } catch (IllegalArgumentException noRef) {
      throw new Complaint(
          Exit.USAGE,
          session.text("upgrade.unknown", ref),
          session.text("upgrade.no-ref.seen"),
          session.text("upgrade.no-ref.todo"));
    }
  }

  /** With the units of the version that {@code current} points to, whatever the settings say. */
  private static Plans inUse(Plans plans) {
    Optional<Installed> version = new VersionInUse(plans.build()).find();
    return version.map(any -> plans.at(any.version().toString())).orElse(plans);
  }

  private List<SealWorkerPlan> workers(Plans target, boolean now) {
    SealWorkers workers = new SealWorkers(session.home().sealWorkers());
    String node = target.scope().node().value();
    List<SealWorkerPlan> all = new ArrayList<>();
    for (SealWorker worker : workers.of(node)) {
      target
          .sealWorker(
              SealWorkerPlan.Act.RESTART, worker, workers.minerInfo(node, worker.name()), now)
          .ifPresent(all::add);
    }
    return all;
  }

  /**
   * The parts of this node's other machines.
   *
   * @param files settings by host, besides those that the settings name
   */
  List<HostUpgrade> elsewhere(Plans here, Map<String, Path> files, String ref, boolean now) {
    NodeHosts hosts = NodeHosts.of(session, here, files);
    hosts.requireMinerHere();
    return hosts.others().stream().map(there -> elsewhere(here, there, ref, now)).toList();
  }

  private HostUpgrade elsewhere(Plans here, Plans there, String ref, boolean now) {
    Plans target = at(there, ref);
    List<SealWorkerPlan> workers = new ArrayList<>();
    List<ServicePlan> before = new ArrayList<>(there.services());
    if (here.miner().isPresent()) {
      WorkerHost found = WorkerHost.of(session, here, there);
      WorkerHost next = found.at(here.at(ref).onMachineOf(target));
      for (HostSurvey.Seen seen : found.workers()) {
        before.add(found.unit(seen.worker()));
        workers.add(next.plan(SealWorkerPlan.Act.RESTART, seen.worker(), Optional.empty(), now));
      }
    }
    return there.daemon().isPresent() || there.miner().isPresent()
        ? target.upgrade(workers, before)
        : target.upgradeOfWorkers(workers, before, at(here, ref));
  }
}
