package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "deals",
    subcommands = {
      DealsStatusCommand.class,
      DealsDisableCommand.class,
      DealsRestoreCommand.class,
      DealsAskCommand.class,
      DealsBlocklistCommand.class,
      DealsFilterCommand.class,
      DealsImportCommand.class
    })
final class DealsCommand {}
