package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "snapshot",
    subcommands = {
      SnapshotFetchCommand.class,
      SnapshotVerifyCommand.class,
      SnapshotImportCommand.class,
      SnapshotExportCommand.class
    })
final class SnapshotCommand {}
