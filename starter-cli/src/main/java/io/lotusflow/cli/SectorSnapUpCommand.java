package io.lotusflow.cli;

import io.lotusflow.sector.SectorSnapUpWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "snap-up")
final class SectorSnapUpCommand extends ProcedureCommand {

  @Parameters(index = "0", paramLabel = "NUMBER", descriptionKey = "NUMBER")
  private long number;

  @Option(names = "--abort")
  private boolean abort;

  @Option(names = "--confirm", paramLabel = "NUMBER")
  private Long confirm;

  SectorSnapUpCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    if (confirm != null && confirm != number) {
      throw notHere("sector.confirm");
    }
    return new Procedure(
        SectorSnapUpWorkflow.PROCEDURE,
        SectorSnapUpWorkflow.class,
        plans
            .snapUp(number, abort, confirm != null)
            .orElseThrow(() -> notHere("settings.no-miner-here")));
  }
}
