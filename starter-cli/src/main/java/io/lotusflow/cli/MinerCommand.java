package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "miner",
    subcommands = {MinerInitCommand.class})
final class MinerCommand {}
