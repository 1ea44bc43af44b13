package io.lotusflow.cli;

import io.lotusflow.miner.MinerInitWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;

@Command(name = "init")
final class MinerInitCommand extends ProcedureCommand {

  MinerInitCommand(Session session) {
    super(session);
  }

  @Override
  Plans allowed(Plans plans) {
    return new Spending(session()).ask(plans);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure(
        "miner",
        MinerInitWorkflow.class,
        plans.miner().orElseThrow(() -> notHere("settings.no-miner")));
  }
}
