package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "server",
    subcommands = {ServerCheckCommand.class, ServerPrepareCommand.class})
final class ServerCommand {}
