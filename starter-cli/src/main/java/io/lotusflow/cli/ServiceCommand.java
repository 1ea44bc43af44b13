package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "service",
    subcommands = {
      ServiceInstallCommand.class,
      ServiceStartCommand.class,
      ServiceStopCommand.class,
      ServiceRestartCommand.class,
      ServiceStatusCommand.class,
      ServiceLogsCommand.class,
      ServiceUninstallCommand.class
    })
final class ServiceCommand {}
