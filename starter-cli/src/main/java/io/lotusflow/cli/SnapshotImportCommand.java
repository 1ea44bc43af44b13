package io.lotusflow.cli;

import io.lotusflow.chain.SnapshotImportWorkflow;
import io.lotusflow.chain.SnapshotPlan;
import io.lotusflow.settings.Plans;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "import")
final class SnapshotImportCommand extends ProcedureCommand {

  @Option(names = "--import-chain", paramLabel = "FILE")
  private Path wholeChain;

  SnapshotImportCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure("snapshot", SnapshotImportWorkflow.class, plan(plans));
  }

  private SnapshotPlan plan(Plans plans) {
    if (wholeChain != null) {
      String file = wholeChain.toAbsolutePath().normalize().toString();
      return plans.wholeChain(file).orElseThrow(() -> notHere("settings.no-chain"));
    }
    return plans.snapshot().orElseThrow(() -> notHere("settings.no-snapshot"));
  }
}
