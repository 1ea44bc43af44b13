package io.lotusflow.cli;

import io.lotusflow.backup.BackupRestoreWorkflow;
import io.lotusflow.backup.RestorePlan;
import io.lotusflow.settings.Plans;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "restore")
final class BackupRestoreCommand extends ProcedureCommand {

  @Parameters(paramLabel = "FOLDER", descriptionKey = "FOLDER")
  private Path folder = Path.of("");

  @Option(names = "--configurations")
  private boolean configurations;

  BackupRestoreCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    RestorePlan plan =
        new RestorePlan(
            plans.scope(),
            plans.backup(plans.services()),
            folder.toAbsolutePath().normalize().toString(),
            configurations);
    return new Procedure("backup-restore", BackupRestoreWorkflow.class, plan);
  }
}
