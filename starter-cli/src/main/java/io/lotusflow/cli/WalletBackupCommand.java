package io.lotusflow.cli;

import io.lotusflow.settings.Plans;
import io.lotusflow.wallet.WalletBackupWorkflow;
import picocli.CommandLine.Command;

@Command(name = "backup")
final class WalletBackupCommand extends ProcedureCommand {

  WalletBackupCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure(WalletBackupWorkflow.PROCEDURE, WalletBackupWorkflow.class, plans.keys());
  }
}
