package io.lotusflow.cli;

import io.lotusflow.restart.RestartPlan;
import picocli.CommandLine.Command;

@Command(name = "restart")
final class NodeRestartCommand extends RestartCommand {

  NodeRestartCommand(Session session) {
    super(session, RestartPlan.What.NODE, "settings.no-chain");
  }
}
