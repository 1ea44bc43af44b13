package io.lotusflow.cli;

import io.lotusflow.install.InstallWorkflow;
import io.lotusflow.install.SpreadInstallWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;

@Command(name = "install")
final class InstallCommand extends ProcedureCommand {

  InstallCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    NodeHosts hosts =
        NodeHosts.of(session(), plans).withANode().allowed(new Spending(session())::ask);
    return hosts.areMany()
        ? new Procedure("install", SpreadInstallWorkflow.class, hosts.install())
        : new Procedure("install", InstallWorkflow.class, hosts.all().get(0).install());
  }
}
