package io.lotusflow.cli;

import io.lotusflow.deals.DealsActPlan;
import io.lotusflow.settings.Plans;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "clear")
final class DealsFilterClearCommand extends DealsActCommand {

  @Option(names = "--retrieval")
  private boolean retrieval;

  DealsFilterClearCommand(Session session) {
    super(session, DealsActPlan.Act.FILTER);
  }

  @Override
  List<String> words(Plans plans) {
    return List.of(retrieval ? "retrieval" : "storage");
  }
}
