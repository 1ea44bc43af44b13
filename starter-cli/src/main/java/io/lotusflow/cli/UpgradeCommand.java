package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "upgrade",
    subcommands = {
      UpgradePlanCommand.class,
      UpgradeRunCommand.class,
      UpgradeRollbackCommand.class,
      UpgradeStatusCommand.class
    })
final class UpgradeCommand {}
