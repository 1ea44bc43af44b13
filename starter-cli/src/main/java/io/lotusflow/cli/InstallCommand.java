package io.lotusflow.cli;

import io.lotusflow.install.InstallWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;

@Command(name = "install")
final class InstallCommand extends ProcedureCommand {

  InstallCommand(Session session) {
    super(session);
  }

  @Override
  Plans allowed(Plans plans) {
    return new Spending(session()).ask(plans);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure("install", InstallWorkflow.class, plans.install());
  }
}
