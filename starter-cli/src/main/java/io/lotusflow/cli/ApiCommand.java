package io.lotusflow.cli;

import picocli.CommandLine.Command;

/** The API of daemon and miner, for programs on other machines. */
@Command(
    name = "api",
    subcommands = {ApiExposeCommand.class, ApiTokenCommand.class})
final class ApiCommand {}
