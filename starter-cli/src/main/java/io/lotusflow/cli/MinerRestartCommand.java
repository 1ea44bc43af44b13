package io.lotusflow.cli;

import io.lotusflow.restart.RestartPlan;
import picocli.CommandLine.Command;

@Command(name = "restart")
final class MinerRestartCommand extends RestartCommand {

  MinerRestartCommand(Session session) {
    super(session, RestartPlan.What.MINER, "settings.no-miner-here");
  }
}
