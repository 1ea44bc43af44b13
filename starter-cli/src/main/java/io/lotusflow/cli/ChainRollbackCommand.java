package io.lotusflow.cli;

import io.lotusflow.chain.ChainRollbackWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;

@Command(name = "rollback")
final class ChainRollbackCommand extends ProcedureCommand {

  ChainRollbackCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure(
        "chain-rollback",
        ChainRollbackWorkflow.class,
        NodeHosts.ofDaemon(session(), plans)
            .chain()
            .orElseThrow(() -> notHere("settings.no-chain")));
  }
}
