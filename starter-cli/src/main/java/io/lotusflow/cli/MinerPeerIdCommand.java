package io.lotusflow.cli;

import io.lotusflow.actor.ActorPlan;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "peer-id")
final class MinerPeerIdCommand extends ActorCommand {

  @Parameters(paramLabel = "PEER-ID", descriptionKey = "PEER-ID")
  private String peerId = "";

  MinerPeerIdCommand(Session session) {
    super(session, ActorPlan.Act.PEER_ID);
  }

  @Override
  List<String> words() {
    return List.of(peerId);
  }
}
