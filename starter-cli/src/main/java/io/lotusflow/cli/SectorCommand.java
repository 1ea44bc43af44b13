package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "sector",
    subcommands = {
      SectorPledgeCommand.class,
      SectorWatchCommand.class,
      SectorListCommand.class,
      SectorShowCommand.class,
      SectorRecoverCommand.class,
      SectorSetStateCommand.class,
      SectorSnapUpCommand.class
    })
final class SectorCommand {}
