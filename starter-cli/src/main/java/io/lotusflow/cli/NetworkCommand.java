package io.lotusflow.cli;

import picocli.CommandLine.Command;

/** How daemon and miner are connected to others, and what is in the way. */
@Command(
    name = "network",
    subcommands = {
      NetworkCheckCommand.class,
      NetworkOpenCommand.class,
      NetworkConnectCommand.class
    })
final class NetworkCommand {}
