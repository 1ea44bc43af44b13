package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "config",
    subcommands = {
      MinerConfigShowCommand.class,
      MinerConfigDiffCommand.class,
      MinerConfigApplyCommand.class
    })
final class MinerConfigCommand {}
