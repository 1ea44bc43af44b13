package io.lotusflow.cli;

import io.lotusflow.actor.ActorPlan;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "set")
final class MinerControlSetCommand extends ActorCommand {

  @Parameters(arity = "0..*", paramLabel = "ADDRESS", descriptionKey = "ADDRESS")
  private List<String> addresses = List.of();

  MinerControlSetCommand(Session session) {
    super(session, ActorPlan.Act.CONTROL);
  }

  @Override
  List<String> words() {
    return addresses;
  }
}
