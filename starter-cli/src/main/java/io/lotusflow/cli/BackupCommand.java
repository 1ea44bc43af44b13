package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "backup",
    subcommands = {
      BackupCreateCommand.class,
      BackupVerifyCommand.class,
      BackupOpenCommand.class,
      BackupRestoreCommand.class
    })
final class BackupCommand {}
