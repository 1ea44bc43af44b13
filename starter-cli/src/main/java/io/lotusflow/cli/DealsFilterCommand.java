package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "filter",
    subcommands = {
      DealsFilterGetCommand.class,
      DealsFilterSetCommand.class,
      DealsFilterClearCommand.class
    })
final class DealsFilterCommand {}
