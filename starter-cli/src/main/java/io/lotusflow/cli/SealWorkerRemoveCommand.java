package io.lotusflow.cli;

import io.lotusflow.sealworker.SealWorkerPlan;
import picocli.CommandLine.Command;

@Command(name = "remove")
final class SealWorkerRemoveCommand extends SealWorkerActCommand {

  SealWorkerRemoveCommand(Session session) {
    super(session, SealWorkerPlan.Act.REMOVE);
  }
}
