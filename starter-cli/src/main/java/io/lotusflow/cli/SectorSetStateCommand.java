package io.lotusflow.cli;

import io.lotusflow.sector.SectorSetStateWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "set-state")
final class SectorSetStateCommand extends ProcedureCommand {

  @Parameters(index = "0", paramLabel = "NUMBER", descriptionKey = "NUMBER")
  private long number;

  @Parameters(index = "1", paramLabel = "STATE", descriptionKey = "STATE")
  private String state = "";

  @Option(names = "--confirm", paramLabel = "NUMBER")
  private Long confirm;

  SectorSetStateCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    if (confirm != null && confirm != number) {
      throw notHere("sector.confirm");
    }
    return new Procedure(
        SectorSetStateWorkflow.PROCEDURE,
        SectorSetStateWorkflow.class,
        plans
            .setState(number, StateName.spelled(session(), state), confirm != null)
            .orElseThrow(() -> notHere("settings.no-miner-here")));
  }
}
