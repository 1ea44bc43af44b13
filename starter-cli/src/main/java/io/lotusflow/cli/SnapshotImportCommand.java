package io.lotusflow.cli;

import io.lotusflow.chain.SnapshotImportWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;

@Command(name = "import")
final class SnapshotImportCommand extends ProcedureCommand {

  SnapshotImportCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure(
        "snapshot",
        SnapshotImportWorkflow.class,
        plans.snapshot().orElseThrow(() -> notHere("settings.no-snapshot")));
  }
}
