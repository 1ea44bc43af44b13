package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "host",
    subcommands = {HostPrepareCommand.class, HostSudoersCommand.class})
final class HostCommand {}
