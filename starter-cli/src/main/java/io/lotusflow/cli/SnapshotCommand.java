package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "snapshot",
    subcommands = {
      SnapshotFetchCommand.class,
      SnapshotVerifyCommand.class,
      SnapshotImportCommand.class
    })
final class SnapshotCommand {}
