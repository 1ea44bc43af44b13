package io.lotusflow.cli;

import io.lotusflow.sector.SectorPledgeWorkflow;
import io.lotusflow.settings.Plans;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "pledge")
final class SectorPledgeCommand extends ProcedureCommand {

  /** Its run keeps its history for that many; more are pledged in several batches. */
  private static final int MOST = 500;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

  @Option(names = "--count", paramLabel = "N", required = true)
  private int count;

  @Option(names = "--parallel", paramLabel = "P")
  private int parallel;

  SectorPledgeCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    if (count < 1 || count > MOST || parallel < 0) {
      throw notHere("sector.pledge.count");
    }
    return new Procedure(
        SectorPledgeWorkflow.PROCEDURE,
        SectorPledgeWorkflow.class,
        plans
            .pledge(STAMP.format(Instant.now()), count, parallel)
            .orElseThrow(() -> notHere("settings.no-miner-here")));
  }
}
