package io.lotusflow.cli;

import io.lotusflow.service.ServiceWorkflow;
import io.lotusflow.settings.Plans;
import picocli.CommandLine.Command;

@Command(name = "stop")
final class ServiceStopCommand extends ProcedureCommand {

  ServiceStopCommand(Session session) {
    super(session);
  }

  @Override
  Procedure procedure(Plans plans) {
    return new Procedure(
        "service", ServiceWorkflow.class, plans.services(ServiceWorkflow.Act.STOP));
  }
}
