package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "params",
    subcommands = {ParamsFetchCommand.class})
final class ParamsCommand {}
