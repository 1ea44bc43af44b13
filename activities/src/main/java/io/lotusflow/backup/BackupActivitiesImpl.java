package io.lotusflow.backup;

import io.lotusflow.home.Home;
import io.lotusflow.job.JobProgress;
import io.lotusflow.node.WhileBeating;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.service.ServiceActivities;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Saves and restores on the host that runs this. */
public final class BackupActivitiesImpl implements BackupActivities {
  private final Path supervised;
  private final Programs programs;
  private final ServiceActivities services;
  private final Consumer<JobProgress> pulse;

  public BackupActivitiesImpl(
      Home home, Programs programs, ServiceActivities services, Consumer<JobProgress> pulse) {
    this.supervised = home.folder().resolve("services");
    this.programs = programs;
    this.services = services;
    this.pulse = pulse;
  }

  @Override
  public Backup create(BackupPlan plan, String name) {
    BackupWriting writing = writing(plan);
    return WhileBeating.call(pulse, "saving", () -> writing.create(name));
  }

  @Override
  public Backup complete(BackupPlan plan, Backup backup) {
    if (plan.scope().dryRun() || backup.isWhole()) {
      return new Backup(Receipt.alreadySo("it is whole"), backup.folder(), backup.without());
    }
    BackupWriting writing = writing(plan);
    return WhileBeating.call(pulse, "saving metadata", () -> writing.complete(backup));
  }

  @Override
  public Receipt restore(RestorePlan plan) {
    return WhileBeating.call(
        pulse, "putting back", () -> new Restoring(plan, services).restore(() -> {}));
  }

  private BackupWriting writing(BackupPlan plan) {
    return new BackupWriting(plan, supervised, programs, services, () -> {});
  }
}
