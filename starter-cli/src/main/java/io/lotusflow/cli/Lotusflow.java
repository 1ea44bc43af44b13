package io.lotusflow.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/** The command above all others: it has their common options and does nothing by itself. */
@Command(
    name = "lotusflow",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    sortOptions = false)
final class Lotusflow {

  @Mixin private final GlobalOptions options;

  Lotusflow(Session session) {
    this.options = session.options();
  }

  GlobalOptions options() {
    return options;
  }
}
