package io.lotusflow.cli;

import io.lotusflow.chain.SnapshotFetchWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;

@Command(name = "fetch")
final class SnapshotFetchCommand extends ProcedureCommand {

  SnapshotFetchCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure(
        "snapshot-fetch",
        SnapshotFetchWorkflow.class,
        plans.snapshot().orElseThrow(() -> notHere("settings.no-snapshot")));
  }
}
