package io.lotusflow.cli;

import io.lotusflow.settings.Plans;
import io.lotusflow.wallet.WalletNewPlan;
import io.lotusflow.wallet.WalletNewWorkflow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "new")
final class WalletNewCommand extends ProcedureCommand {

  @Option(names = "--type", paramLabel = "TYPE")
  private String type = "bls";

  WalletNewCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    if (!type.equals("bls") && !type.equals("secp256k1")) {
      throw notHere("wallet.type");
    }
    return new Procedure(
        WalletNewWorkflow.PROCEDURE,
        WalletNewWorkflow.class,
        new WalletNewPlan(plans.scope(), plans.keys(), type));
  }
}
