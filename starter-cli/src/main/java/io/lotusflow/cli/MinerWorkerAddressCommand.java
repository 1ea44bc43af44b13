package io.lotusflow.cli;

import io.lotusflow.actor.ActorPlan;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "worker-address")
final class MinerWorkerAddressCommand extends ActorCommand {

  @Parameters(paramLabel = "ADDRESS", descriptionKey = "ADDRESS")
  private String address = "";

  MinerWorkerAddressCommand(Session session) {
    super(session, ActorPlan.Act.WORKER);
  }

  @Override
  List<String> words() {
    return List.of(address);
  }
}
