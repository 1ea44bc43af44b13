package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "seal-worker",
    subcommands = {
      SealWorkerPlanCommand.class,
      SealWorkerAddCommand.class,
      SealWorkerListCommand.class,
      SealWorkerDrainCommand.class,
      SealWorkerRestartCommand.class,
      SealWorkerMoveCommand.class,
      SealWorkerRemoveCommand.class,
      SealWorkerMinerInfoCommand.class
    })
final class SealWorkerCommand {}
