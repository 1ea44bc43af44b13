package io.lotusflow.cli;

import io.lotusflow.host.HostPrepareWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;

@Command(name = "prepare")
final class HostPrepareCommand extends ProcedureCommand {

  HostPrepareCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure("host", HostPrepareWorkflow.class, plans.host());
  }
}
