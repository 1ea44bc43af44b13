package io.lotusflow.cli;

import picocli.CommandLine.Command;

/** The keys with which plans, results and failures are encrypted before a server sees them. */
@Command(
    name = "payload-key",
    subcommands = {
      PayloadKeyNewCommand.class,
      PayloadKeyListCommand.class,
      PayloadKeyUseCommand.class
    })
final class PayloadKeyCommand {}
