package io.lotusflow.cli;

import io.lotusflow.reset.LocalResetWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "reset")
final class NodeResetCommand extends ProcedureCommand {

  @Option(names = "--sectors-unknown")
  private boolean sectorsUnknown;

  NodeResetCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure(
        LocalResetWorkflow.PROCEDURE,
        LocalResetWorkflow.class,
        plans.localReset(new KnownServices(session(), plans).all(), sectorsUnknown));
  }
}
