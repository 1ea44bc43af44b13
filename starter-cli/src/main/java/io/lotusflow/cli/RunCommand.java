package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "run",
    subcommands = {
      RunListCommand.class,
      RunShowCommand.class,
      RunWatchCommand.class,
      RunLogsCommand.class,
      RunApproveCommand.class,
      RunResumeCommand.class,
      RunSkipCommand.class,
      RunAbortCommand.class,
      RunCancelCommand.class
    })
final class RunCommand {}
