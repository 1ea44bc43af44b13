package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "benchmark",
    subcommands = {BenchmarkRunCommand.class, BenchmarkReportCommand.class})
final class BenchmarkCommand {}
