package io.lotusflow.cli;

import io.lotusflow.actor.ActorPlan;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "withdraw")
final class MinerWithdrawCommand extends ActorCommand {

  @Parameters(arity = "0..1", paramLabel = "FIL", descriptionKey = "FIL")
  private Optional<String> amount = Optional.empty();

  MinerWithdrawCommand(Session session) {
    super(session, ActorPlan.Act.WITHDRAW);
  }

  @Override
  List<String> words() {
    return amount.map(text -> text.replaceFirst("(?i) ?FIL$", "")).stream().toList();
  }
}
