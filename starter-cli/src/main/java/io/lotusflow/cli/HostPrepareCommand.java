package io.lotusflow.cli;

import io.lotusflow.host.HostPrepareWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "prepare")
final class HostPrepareCommand extends ProcedureCommand {

  @Option(names = "--undo")
  private boolean undo;

  HostPrepareCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure(
        "host", HostPrepareWorkflow.class, undo ? plans.host().undone() : plans.host());
  }
}
