package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "blocklist",
    subcommands = {
      DealsBlocklistGetCommand.class,
      DealsBlocklistSetCommand.class,
      DealsBlocklistClearCommand.class
    })
final class DealsBlocklistCommand {}
