package io.lotusflow.cli;

import io.lotusflow.build.BuildWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;

@Command(name = "build")
final class BuildCommand extends ProcedureCommand {

  BuildCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure("build", BuildWorkflow.class, plans.build());
  }
}
