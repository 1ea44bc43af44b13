package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "ask",
    subcommands = {DealsAskGetCommand.class, DealsAskSetCommand.class, DealsAskQueryCommand.class})
final class DealsAskCommand {}
