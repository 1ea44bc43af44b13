package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "rehearsal",
    subcommands = {
      RehearsalStartCommand.class,
      RehearsalStopCommand.class,
      RehearsalRemoveCommand.class,
      RehearsalFaultCommand.class,
      RehearsalFundCommand.class,
      RehearsalSectorsCommand.class,
      RehearsalSectorCommand.class,
      RehearsalGrowCommand.class
    })
final class RehearsalCommand {}
