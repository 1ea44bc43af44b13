package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "alert",
    subcommands = {AlertTestCommand.class})
final class AlertCommand {}
