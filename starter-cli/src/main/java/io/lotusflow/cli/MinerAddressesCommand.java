package io.lotusflow.cli;

import io.lotusflow.actor.ActorPlan;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "addresses")
final class MinerAddressesCommand extends ActorCommand {

  @Parameters(arity = "0..*", paramLabel = "MULTIADDR", descriptionKey = "MULTIADDR")
  private List<String> addresses = List.of();

  @Option(names = "--unset")
  private boolean unset;

  MinerAddressesCommand(Session session) {
    super(session, ActorPlan.Act.ADDRESSES);
  }

  @Override
  List<String> words() {
    if (addresses.isEmpty() != unset) {
      throw notHere("actor.addresses");
    }
    return addresses;
  }
}
