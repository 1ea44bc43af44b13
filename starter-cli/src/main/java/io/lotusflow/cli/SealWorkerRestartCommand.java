package io.lotusflow.cli;

import io.lotusflow.sealworker.SealWorkerPlan;
import picocli.CommandLine.Command;

@Command(name = "restart")
final class SealWorkerRestartCommand extends SealWorkerActCommand {

  SealWorkerRestartCommand(Session session) {
    super(session, SealWorkerPlan.Act.RESTART);
  }
}
