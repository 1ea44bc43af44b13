package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "sync",
    subcommands = {SyncWaitCommand.class})
final class SyncCommand {}
