package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "wallet",
    subcommands = {WalletListCommand.class, WalletNewCommand.class, WalletBackupCommand.class})
final class WalletCommand {}
