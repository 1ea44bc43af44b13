package io.lotusflow.cli;

import io.lotusflow.build.Installed;
import io.lotusflow.run.HostId;
import io.lotusflow.sealworker.SealWorker;
import io.lotusflow.sealworker.SealWorkerPlan;
import io.lotusflow.sealworker.SealWorkers;
import io.lotusflow.settings.BadSettings;
import io.lotusflow.settings.Plans;
import io.lotusflow.settings.SettingsReader;
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
      throw new Complaint(
          Exit.USAGE,
          session.text("upgrade.nothing-here"),
          session.text("upgrade.nothing-here.seen"),
          session.text("upgrade.nothing-here.todo"));
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
   * The parts of other hosts, whose seal workers are known to them alone and stay as they are.
   *
   * @param files settings by the id of the host they are of
   */
  List<HostUpgrade> elsewhere(Map<String, Path> files, String ref) {
    List<HostUpgrade> parts = new ArrayList<>();
    files.forEach(
        (host, file) -> {
          Plans plans = plans(host, file.toAbsolutePath().normalize()).at(ref);
          parts.add(plans.upgrade(List.of(), plans.services()));
        });
    return parts;
  }

  private Plans plans(String host, Path file) {
    try {
      return Plans.of(
          new SettingsReader(session.language()).read(file),
          new HostId(host),
          session.options().dryRun(),
          session.language());
    } catch (BadSettings bad) {
      throw Planning.refused(session, file, bad);
    }
  }
}
