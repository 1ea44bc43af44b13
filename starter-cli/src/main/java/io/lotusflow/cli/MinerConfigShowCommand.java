package io.lotusflow.cli;

import io.lotusflow.minerconfig.MinerConfigFile.Line;
import picocli.CommandLine.Command;

@Command(name = "show")
final class MinerConfigShowCommand extends MinerConfigReading {

  MinerConfigShowCommand(Session session) {
    super(session);
  }

  @Override
  boolean isShown(Line line) {
    return true;
  }
}
