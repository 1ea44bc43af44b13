package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "backup",
    subcommands = {
      BackupCreateCommand.class,
      BackupVerifyCommand.class,
      BackupRestoreCommand.class
    })
final class BackupCommand {}
