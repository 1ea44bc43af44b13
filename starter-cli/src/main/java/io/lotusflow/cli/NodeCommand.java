package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "node",
    subcommands = {NodeRestartCommand.class, NodeResetCommand.class})
final class NodeCommand {}
