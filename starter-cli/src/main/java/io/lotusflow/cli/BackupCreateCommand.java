package io.lotusflow.cli;

import io.lotusflow.backup.BackupWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;

@Command(name = "create")
final class BackupCreateCommand extends ProcedureCommand {

  BackupCreateCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure(
        BackupWorkflow.PROCEDURE,
        BackupWorkflow.class,
        plans.backup(new KnownServices(session(), plans).all()));
  }
}
