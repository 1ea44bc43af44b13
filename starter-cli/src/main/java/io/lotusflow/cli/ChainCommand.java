package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "chain",
    subcommands = {ChainResetCommand.class, ChainRollbackCommand.class, ChainStatusCommand.class})
final class ChainCommand {}
