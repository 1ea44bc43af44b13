package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "snapshot",
    subcommands = {SnapshotImportCommand.class})
final class SnapshotCommand {}
