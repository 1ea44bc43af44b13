package io.lotusflow.cli;

import io.lotusflow.settings.Plans;
import io.lotusflow.sync.SyncWaitWorkflow;
import picocli.CommandLine.Command;

@Command(name = "wait")
final class SyncWaitCommand extends ProcedureCommand {

  SyncWaitCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure("sync", SyncWaitWorkflow.class, plans.sync());
  }
}
