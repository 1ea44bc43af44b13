package io.lotusflow.cli;

import io.lotusflow.backup.BackupPlan;
import io.lotusflow.backup.BackupRestoreWorkflow;
import io.lotusflow.backup.RestorePlan;
import io.lotusflow.miner.MinerPlan;
import io.lotusflow.node.DaemonPlan;
import io.lotusflow.service.ServicePlan;
import io.lotusflow.settings.Plans;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "restore")
final class BackupRestoreCommand extends ProcedureCommand {

  @Parameters(paramLabel = "FOLDER", descriptionKey = "FOLDER")
  private Path folder = Path.of("");

  @Option(names = "--configurations")
  private boolean configurations;

  @Option(names = "--only", paramLabel = "daemon|miner")
  private Optional<Part> only = Optional.empty();

  /** One of two repositories. */
  enum Part {
    DAEMON,
    MINER
  }

  BackupRestoreCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    RestorePlan plan =
        new RestorePlan(
            plans.scope(),
            where(plans),
            folder.toAbsolutePath().normalize().toString(),
            configurations);
    return new Procedure("backup-restore", BackupRestoreWorkflow.class, plan);
  }

  /** The other one may run. */
  private BackupPlan where(Plans plans) {
    BackupPlan all = plans.backup(plans.services());
    Optional<DaemonPlan> daemon = all.daemon().filter(any -> isWanted(Part.DAEMON));
    Optional<MinerPlan> miner = all.miner().filter(any -> isWanted(Part.MINER));
    List<ServicePlan> services =
        Stream.concat(
                daemon.map(DaemonPlan::service).stream(), miner.map(MinerPlan::service).stream())
            .toList();
    return new BackupPlan(all.scope(), all.folder(), daemon, miner, services, all.passphraseFile());
  }

  private boolean isWanted(Part part) {
    return only.isEmpty() || only.get() == part;
  }
}
