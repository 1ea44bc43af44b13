package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "control",
    subcommands = {MinerControlListCommand.class, MinerControlSetCommand.class})
final class MinerControlCommand {}
