package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "miner",
    subcommands = {
      MinerInitCommand.class,
      MinerInfoCommand.class,
      MinerWindowCommand.class,
      MinerRestartCommand.class,
      MinerConfigCommand.class,
      MinerControlCommand.class,
      MinerWithdrawCommand.class,
      MinerWorkerAddressCommand.class,
      MinerPeerIdCommand.class,
      MinerAddressesCommand.class,
      MinerSignCommand.class
    })
final class MinerCommand {}
