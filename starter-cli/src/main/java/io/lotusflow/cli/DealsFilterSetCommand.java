package io.lotusflow.cli;

import io.lotusflow.deals.DealsActPlan;
import io.lotusflow.settings.Plans;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lotus gives each proposal to the command, which exits with 0 to take it. */
@Command(name = "set")
final class DealsFilterSetCommand extends DealsActCommand {

  @Parameters(index = "0", paramLabel = "COMMAND", descriptionKey = "COMMAND")
  private String command = "";

  @Option(names = "--retrieval")
  private boolean retrieval;

  DealsFilterSetCommand(Session session) {
    super(session, DealsActPlan.Act.FILTER);
  }

  @Override
  List<String> words(Plans plans) {
    require(!command.isBlank(), "deals.filter.empty");
    return List.of(retrieval ? "retrieval" : "storage", command);
  }
}
