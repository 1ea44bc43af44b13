package io.lotusflow.cli;

import io.lotusflow.miner.MinerPlan;
import io.lotusflow.reset.LocalResetWorkflow;
import io.lotusflow.settings.Plans;
import java.util.Optional;
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
        plans.localReset(
            new KnownServices(session(), plans).all(), distantMiner(plans), sectorsUnknown));
  }

  private Optional<MinerPlan> distantMiner(Plans plans) {
    return plans.daemon().isEmpty() || plans.miner().isPresent()
        ? Optional.empty()
        : NodeHosts.of(session(), plans).withMiner().flatMap(Plans::miner);
  }
}
