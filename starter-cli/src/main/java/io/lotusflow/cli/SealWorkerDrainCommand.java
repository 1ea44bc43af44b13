package io.lotusflow.cli;

import io.lotusflow.sealworker.SealWorkerPlan;
import picocli.CommandLine.Command;

@Command(name = "drain")
final class SealWorkerDrainCommand extends SealWorkerActCommand {

  SealWorkerDrainCommand(Session session) {
    super(session, SealWorkerPlan.Act.DRAIN);
  }
}
