package io.lotusflow.cli;

import io.lotusflow.deals.DealsActPlan;
import io.lotusflow.settings.Plans;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "disable")
final class DealsDisableCommand extends DealsActCommand {

  DealsDisableCommand(Session session) {
    super(session, DealsActPlan.Act.DISABLE);
  }

  @Override
  List<String> words(Plans plans) {
    return List.of();
  }
}
