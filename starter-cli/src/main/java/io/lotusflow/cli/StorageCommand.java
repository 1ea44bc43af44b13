package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "storage",
    subcommands = {
      StorageListCommand.class,
      StorageAttachCommand.class,
      StorageCheckCommand.class,
      StorageMigrateCommand.class
    })
final class StorageCommand {}
