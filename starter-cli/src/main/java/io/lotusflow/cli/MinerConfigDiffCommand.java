package io.lotusflow.cli;

import io.lotusflow.minerconfig.MinerConfigFile.Line;
import picocli.CommandLine.Command;

/** Only what is not as shipped. */
@Command(name = "diff")
final class MinerConfigDiffCommand extends MinerConfigReading {

  MinerConfigDiffCommand(Session session) {
    super(session);
  }

  @Override
  boolean isShown(Line line) {
    return line.differs();
  }
}
