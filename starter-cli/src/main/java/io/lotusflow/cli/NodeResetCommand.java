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
    boolean minerMayBeElsewhere = plans.daemon().isPresent() && plans.miner().isEmpty();
    Plans knowing = minerMayBeElsewhere ? NodeHosts.here(session(), plans) : plans;
    return new Procedure(
        LocalResetWorkflow.PROCEDURE,
        LocalResetWorkflow.class,
        knowing.localReset(new KnownServices(session(), plans).all(), sectorsUnknown));
  }
}
