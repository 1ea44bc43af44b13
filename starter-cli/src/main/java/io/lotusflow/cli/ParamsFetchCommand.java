package io.lotusflow.cli;

import io.lotusflow.params.ParamsFetchWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;

@Command(name = "fetch")
final class ParamsFetchCommand extends ProcedureCommand {

  ParamsFetchCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure("params", ParamsFetchWorkflow.class, plans.params());
  }
}
