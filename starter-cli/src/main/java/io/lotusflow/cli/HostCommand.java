package io.lotusflow.cli;

import picocli.CommandLine.Command;

/** This machine, and the hosts of the cluster. */
@Command(
    name = "host",
    subcommands = {
      HostPrepareCommand.class,
      HostSudoersCommand.class,
      HostEnrolCommand.class,
      HostJoinCommand.class,
      HostListCommand.class,
      HostShowCommand.class,
      HostRemoveCommand.class,
      HostIdCommand.class
    })
final class HostCommand {}
